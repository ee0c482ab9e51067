/*
 * A load generator that costs little beside the server under test: one thread, epoll, no library.
 *
 *   load PORT[,PORT] bare|json|socket.io|colyseus|stranger-chat TEXT_BYTES
 *
 * With two ports, every second person goes to the second: partners sit at different servers. It reads commands from stdin and
 * answers each with one line of JSON:
 *   connect N            N more people, paired two by two
 *   pingpong M WINDOW    WINDOW messages bounce in every pair until M have arrived
 *   pace RATE SECONDS    people picked at random speak, RATE messages a second in all, at times that don't wait for answers
 *   part                 everybody's line falls
 *   restart PORT[,PORT]  all who parted come back at once, to the server that is there now, with what it gave them before
 *   quit
 * Anything unexpected from the server ends it with {"failed": why}: a benchmark of errors is no benchmark.
 * load.ts speaks the same commands where there is no C compiler. What is said to which server is in dialects.h.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { HANDSHAKES = 64, READ = 1 << 16, MAX_TEXT = 8000, SEEN_EVERY = 32, STDIN = -1, TIMER = -2, NODES = 2 };

/* What a person's line waits for. A seat is what Colyseus' matchmaking reserves, on a connection of its own. */
enum { DIALLING_SEAT, SEAT, DIALLING, UPGRADE, OPEN };

typedef struct {
  int fd, stage, paired, partner, seat, kept;
  char *rest; /* the head of a frame that hasn't arrived whole */
  char chat[65], epoch[65]; /* of socket.io's clone: the room */
  char *token, *device;     /* what our server knows them by */
  char path[160];
  uint64_t n, offset, seen, conn;
} Person;

typedef enum { BARE, JSON, SOCKET_IO, COLYSEUS, OURS } Dialect;

static int ports[NODES], nodes, text_bytes, epoll, timer;
static Dialect dialect;
static int at_once = HANDSHAKES, redialled;
static Person *people;
static int count, wanted, started, opening, paired;
static enum { IDLE, CONNECT, PINGPONG, PACE } doing = IDLE;
static const char *called; /* the command in progress */
static uint64_t target, issued, received, began, cpu_began, until;
static double rate, next_at;
static uint32_t *latency;
static uint64_t latencies;

static void fail(const char *format, ...) {
  char why[600];
  va_list args;
  va_start(args, format);
  vsnprintf(why, sizeof why, format, args);
  va_end(args);
  for (char *c = why; *c; c++) if (*c == '"' || *c == '\\' || (unsigned char)*c < 32) *c = '\'';
  printf("{\"failed\":\"%s\"}\n", why);
  exit(1);
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t cpu(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (uint64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000u + (uint64_t)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static double chance(void) {
  static uint64_t x = 88172645463325252u;
  x ^= x << 13, x ^= x >> 7, x ^= x << 17;
  return (double)(x >> 11) / 9007199254740992.0;
}

/* ---- frames ---- */

static int redial(int i);

static void put(Person *p, const char *bytes, size_t length) {
  ssize_t sent = send(p->fd, bytes, length, MSG_NOSIGNAL);
  if (sent < 0 && redial((int)(p - people))) return;
  if (sent != (ssize_t)length) fail("the server stopped reading (%s)", sent < 0 ? strerror(errno) : "short write");
}

/* One masked frame. The mask is fixed but not zero: servers skip the work for a zero mask. */
static void frame(Person *p, int kind, const char *payload, size_t length) {
  static char out[MAX_TEXT + 1040];
  static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
  int head = 0;
  out[head++] = (char)(0x80 | kind);
  if (length < 126) out[head++] = (char)(0x80 | length);
  else out[head++] = (char)(0x80 | 126), out[head++] = (char)(length >> 8), out[head++] = (char)length;
  memcpy(out + head, mask, 4);
  head += 4;
  for (size_t i = 0; i < length; i++) out[head + (int)i] = payload[i] ^ (char)mask[i & 3];
  put(p, out, (size_t)head + length);
}

static void say(Person *p, const char *format, ...) {
  static char payload[MAX_TEXT + 1024];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(payload, sizeof payload, format, args);
  va_end(args);
  frame(p, 1, payload, (size_t)length);
}

/* The number or the text behind a key; the texts we send hold no quotes, so a search can't be fooled. */
static const char *find(const char *in, size_t length, const char *key) {
  const char *at = memmem(in, length, key, strlen(key));
  return at ? at + strlen(key) : NULL;
}

static void copy_word(char *to, size_t room, const char *from) {
  size_t i = 0;
  while (from && i + 1 < room && from[i] != '"') to[i] = from[i], i++;
  to[i] = 0;
}

static void heard(int i, const char *text);
static void is_paired(int i, int partner);

#include "dialects.h"

/* ---- talking ---- */

/* Who speaks and when it was due, so that the reader can judge both. */
static void speak(int i, uint64_t due) {
  static char text[MAX_TEXT + 1];
  int used = snprintf(text, sizeof text, "%07d %016llx ", i, (unsigned long long)due);
  memset(text + used, 'x', (size_t)(text_bytes - used));
  text[text_bytes] = 0;
  issued++;
  utter(&people[i], text);
}

static void heard(int i, const char *text) {
  if (*text == '?') {
    is_paired(i, atoi(text + 1));
    return;
  }
  int from = atoi(text);
  if (from != people[i].partner) fail("a message of person %d reached person %d", from, i);
  received++;
  if (doing == PACE && latency) latency[latencies++] = (uint32_t)((now() - strtoull(text + 8, NULL, 16)) / 1000);
  if (doing == PINGPONG && issued < target) speak(i, 0);
}

static void is_paired(int i, int partner) {
  people[i].partner = partner;
  if (people[i].paired) return;
  people[i].paired = 1;
  paired++;
}

/* ---- the line ---- */

static void dial(int i) {
  Person *p = &people[i];
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)ports[i % nodes]), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1;
  p->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (p->fd < 0 || (connect(p->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS))
    fail("can't connect: %s", strerror(errno));
  setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.fd = i};
  epoll_ctl(epoll, EPOLL_CTL_ADD, p->fd, &event);
}

/* What we know of a person's place in the world before goes; what a server gave them to be known by stays. */
static void open_line(int i) {
  Person *p = &people[i];
  p->paired = p->kept = 0;
  p->partner = -1;
  p->n = p->offset = p->seen = 0;
  p->stage = dialect == COLYSEUS ? DIALLING_SEAT : DIALLING;
  opening++;
  dial(i);
}

/* Where everybody comes at once a queue of the kernel's overflows, and some lines break before they were let in: again. */
static int redial(int i) {
  Person *p = &people[i];
  if (at_once == HANDSHAKES || p->stage == OPEN) return 0;
  close(p->fd);
  p->stage = p->stage <= SEAT ? DIALLING_SEAT : DIALLING;
  redialled++;
  dial(i);
  return 1;
}

/* The line is there: who it is for, and what for. */
static void request(int i) {
  Person *p = &people[i];
  int trouble = 0;
  socklen_t size = sizeof trouble;
  getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &trouble, &size);
  if (trouble && redial(i)) return;
  if (trouble) fail("can't connect: %s", strerror(trouble));
  struct epoll_event event = {.events = EPOLLIN, .data.fd = i};
  epoll_ctl(epoll, EPOLL_CTL_MOD, p->fd, &event);
  char out[500];
  if (p->stage++ == DIALLING_SEAT) {
    int length = snprintf(out, sizeof out,
        "POST /matchmake/joinOrCreate/pair HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    put(p, out, (size_t)length);
    return;
  }
  int length = snprintf(out, sizeof out,
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: c3RyYW5nZXItY2hhdC0xNg==\r\n%s\r\n",
      dialect == COLYSEUS ? p->path : dialect == SOCKET_IO ? "/socket.io/?EIO=4&transport=websocket" : "/ws", ports[i % nodes],
      dialect == OURS ? "Sec-WebSocket-Protocol: stranger-chat.v1\r\n" : "");
  put(p, out, (size_t)length);
}

/* The place in a room that was reserved: the next connection goes there. */
static int take_seat(int i, char *bytes, size_t length) {
  Person *p = &people[i];
  char room[40], session[40], process[40];
  if (bytes[length - 1] != '}') return 0;
  copy_word(room, sizeof room, find(bytes, length, "\"roomId\":\""));
  copy_word(session, sizeof session, find(bytes, length, "\"sessionId\":\""));
  copy_word(process, sizeof process, find(bytes, length, "\"processId\":\""));
  if (!*room || !*session || !*process) fail("no seat: %.300s", bytes);
  snprintf(p->path, sizeof p->path, "/%s/%s?sessionId=%s", process, room, session);
  close(p->fd);
  p->stage = DIALLING;
  dial(i);
  return 1;
}

/* Takes what is whole from `bytes` and returns how much that was. */
static size_t take(int i, char *bytes, size_t length) {
  Person *p = &people[i];
  size_t at = 0;
  if (p->stage == SEAT) return take_seat(i, bytes, length) ? length : 0;
  if (p->stage == UPGRADE) {
    char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (strncmp(bytes, "HTTP/1.1 101", 12) != 0) fail("no upgrade: %.40s", bytes);
    p->stage = OPEN;
    at = (size_t)(end - bytes) + 4;
    greet(i);
  }
  while (length - at >= 2) {
    unsigned char *f = (unsigned char *)bytes + at;
    size_t head = 2, size = f[1] & 127u;
    if (size == 127) fail("a frame of more than 64 KiB");
    if (size == 126) {
      if (length - at < 4) break;
      size = (size_t)f[2] << 8 | f[3];
      head = 4;
    }
    if (length - at < head + size) break;
    char *payload = bytes + at + head, kept = payload[size];
    payload[size] = 0;
    if (f[0] == 0x88) fail("closed with %d %.100s", size > 1 ? payload[0] << 8 | (unsigned char)payload[1] : 1005, payload + 2);
    if (f[0] == 0x89) frame(p, 10, payload, size);
    else if (f[0] == (dialect == COLYSEUS ? 0x82 : 0x81)) listen_to(i, payload, size);
    else fail("a frame of kind %02x", f[0]);
    payload[size] = kept;
    at += head + size;
  }
  return at;
}

static void readable(int i) {
  static char buffer[2 * READ + 1];
  Person *p = &people[i];
  memcpy(buffer, p->rest, (size_t)p->kept);
  ssize_t got = recv(p->fd, buffer + p->kept, READ, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0 && redial(i)) return;
  if (got <= 0) fail("the server hung up on person %d (%s)", i, got ? strerror(errno) : "end");
  size_t length = (size_t)(p->kept + got), taken = take(i, buffer, length);
  free(p->rest);
  p->rest = NULL;
  p->kept = (int)(length - taken);
  if (p->kept > READ) fail("a frame of more than 64 KiB");
  if (p->kept) p->rest = memcpy(malloc((size_t)p->kept), buffer + taken, (size_t)p->kept);
}

/* ---- commands ---- */

static int by_size(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static void answer(const char *what, uint64_t messages) {
  printf("{\"did\":\"%s\",\"messages\":%llu,\"connections\":%d,\"ms\":%.3f,\"cpuMs\":%.3f,\"redialled\":%d", what, (unsigned long long)messages,
      count, (double)(now() - began) / 1e6, (double)(cpu() - cpu_began) / 1e3, redialled);
  if (latencies) {
    qsort(latency, latencies, sizeof *latency, by_size);
    printf(",\"p50Us\":%u,\"p99Us\":%u", latency[latencies / 2], latency[latencies * 99 / 100]);
  }
  free(latency);
  latency = NULL;
  latencies = 0;
  printf("}\n");
  doing = IDLE;
}

static void set_timer(double at) {
  uint64_t ns = at > 1 ? (uint64_t)at : 1;
  struct itimerspec when = {.it_value = {.tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u)}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void read_ports(const char *text) {
  nodes = sscanf(text, "%d,%d", &ports[0], &ports[1]);
  if (nodes < 1) fail("no port in %.40s", text);
}

static void command(const char *line) {
  double a = 0, b = 0;
  char at[40];
  if (doing != IDLE) fail("still busy");
  began = now(), cpu_began = cpu(), issued = received = 0;
  if (sscanf(line, "connect %lf", &a) == 1) {
    doing = CONNECT, called = "connect";
    wanted = count + 2 * ((int)a / 2);
    people = realloc(people, (size_t)wanted * sizeof *people);
    memset(people + count, 0, (size_t)(wanted - count) * sizeof *people);
  } else if (strncmp(line, "part", 4) == 0) {
    for (int i = 0; i < count; i++) close(people[i].fd);
    started = paired = 0;
    answer("part", 0);
  } else if (sscanf(line, "restart %39s", at) == 1) {
    read_ports(at);
    doing = CONNECT, called = "restart";
    at_once = wanted;
    for (int i = 0; i < count; i++) free(people[i].rest), people[i].rest = NULL;
  } else if (sscanf(line, "pingpong %lf %lf", &a, &b) == 2) {
    doing = PINGPONG;
    target = (uint64_t)a;
    for (int round = 0; round < (int)b; round++)
      for (int i = 0; i < count; i++)
        if ((i < people[i].partner) == (round % 2 == 0) && issued < target) speak(i, 0);
  } else if (sscanf(line, "pace %lf %lf", &a, &b) == 2) {
    doing = PACE;
    rate = a;
    latency = malloc(sizeof *latency * (size_t)(a * b * 2 + 1000));
    until = began + (uint64_t)(b * 1e9);
    next_at = (double)began;
    set_timer(next_at);
  } else if (strncmp(line, "quit", 4) == 0) {
    exit(0);
  } else {
    fail("no such command: %.40s", line);
  }
}

static void due(void) {
  uint64_t ticks;
  if (read(timer, &ticks, sizeof ticks) < 0) return;
  while (next_at <= (double)now() && next_at < (double)until) {
    speak((int)(chance() * count), (uint64_t)next_at);
    next_at += -log(1 - chance()) * 1e9 / rate;
  }
  if (next_at < (double)until) set_timer(next_at);
}

/* Moves the command in progress on, and answers it once it is done. */
static void proceed(void) {
  if (doing == CONNECT) {
    while (started < wanted && opening < at_once) {
      open_line(started++);
      if (count < started) count = started;
    }
    /* A relay that reads nothing pairs by order of arrival and tells nobody: each says who it is to its partner. */
    if (dialect == BARE && started == wanted && opening == 0 && issued == 0) {
      issued = 1;
      for (int i = 0; i < count; i++)
        if (!people[i].paired) say(&people[i], "{\"probe\":%d}", i);
    }
    if (paired == wanted) answer(called, 0);
  } else if (doing == PINGPONG && received == target) {
    answer("pingpong", received);
  } else if (doing == PACE && next_at >= (double)until && received == issued) {
    answer("pace", received);
  }
}

int main(int argc, char **argv) {
  static const char *const names[] = {"bare", "json", "socket.io", "colyseus", "stranger-chat"};
  if (argc != 4) fail("usage: load PORT[,PORT] DIALECT TEXT_BYTES");
  read_ports(argv[1]);
  while (strcmp(argv[2], names[dialect]) != 0)
    if (++dialect > OURS) fail("no such dialect: %s", argv[2]);
  text_bytes = atoi(argv[3]);
  if (text_bytes < 32 || text_bytes > MAX_TEXT) fail("a text is 32 to %d bytes", MAX_TEXT);
  setvbuf(stdout, NULL, _IOLBF, 0);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  epoll = epoll_create1(0);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event input = {.events = EPOLLIN, .data.fd = STDIN}, tick = {.events = EPOLLIN, .data.fd = TIMER};
  epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &input);
  epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &tick);
  for (;;) {
    struct epoll_event events[512];
    int ready = epoll_wait(epoll, events, 512, -1);
    for (int e = 0; e < ready; e++) {
      int i = events[e].data.fd;
      if (i == TIMER) {
        due();
      } else if (i == STDIN) {
        char line[200];
        ssize_t length = read(0, line, sizeof line - 1);
        if (length <= 0) return 0;
        line[length] = 0;
        command(line);
      } else {
        if (people[i].stage == DIALLING_SEAT || people[i].stage == DIALLING) request(i);
        else readable(i);
      }
    }
    proceed();
  }
}
