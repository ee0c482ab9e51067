/*
 * As little as a relay can do: one thread, epoll, and what one says goes to the other, unmasked and unread. No WebSocket server
 * for anybody else: it answers the one key that our load generator sends, and takes frames below 64 KiB in one piece. It is
 * here to show that the generator isn't what limits a measurement. Prints its port, and ends when stdin does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FDS = 1 << 16, READ = 1 << 16 };
static const char YES[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

static struct {
  int partner, open, kept;
  unsigned char *rest;
} lines[FDS];
static int waiting = -1;

static void put(int fd, const void *bytes, size_t length) {
  if (send(fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) exit(1);
}

static void pair(int fd) {
  lines[fd].partner = waiting;
  if (waiting < 0) {
    waiting = fd;
    return;
  }
  lines[waiting].partner = fd;
  waiting = -1;
}

static size_t take(int fd, unsigned char *in, size_t length) {
  static unsigned char out[READ + 16];
  size_t at = 0;
  if (!lines[fd].open) {
    unsigned char *end = memmem(in, length, "\r\n\r\n", 4);
    if (!end) return 0;
    at = (size_t)(end - in) + 4;
    lines[fd].open = 1;
    put(fd, YES, sizeof YES - 1);
    pair(fd);
  }
  while (length - at >= 6) {
    unsigned char *f = in + at;
    size_t head = 2, size = f[1] & 127u;
    if (size == 126) head = 4, size = (size_t)f[2] << 8 | f[3];
    if (length - at < head + 4 + size) break;
    memcpy(out, f, head);
    out[1] &= 127;
    for (size_t i = 0; i < size; i++) out[head + i] = f[head + 4 + i] ^ f[head + (i & 3)];
    if (lines[fd].partner >= 0) put(lines[fd].partner, out, head + size);
    at += head + 4 + size;
  }
  return at;
}

static void readable(int fd) {
  static unsigned char in[2 * READ];
  size_t kept = (size_t)lines[fd].kept;
  if (kept) memcpy(in, lines[fd].rest, kept);
  ssize_t got = recv(fd, in + kept, READ, MSG_DONTWAIT);
  if (got < 0) return;
  if (got == 0) {
    if (waiting == fd) waiting = -1;
    if (lines[fd].partner >= 0) lines[lines[fd].partner].partner = -1;
    free(lines[fd].rest);
    memset(&lines[fd], 0, sizeof lines[fd]);
    close(fd);
    return;
  }
  size_t length = kept + (size_t)got, taken = take(fd, in, length);
  free(lines[fd].rest);
  lines[fd].rest = NULL;
  lines[fd].kept = (int)(length - taken);
  if (length > taken) lines[fd].rest = memcpy(malloc(length - taken), in + taken, length - taken);
}

int main(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max < FDS ? files.rlim_max : FDS;
  setrlimit(RLIMIT_NOFILE, &files);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  int door = socket(AF_INET, SOCK_STREAM, 0), one = 1, epoll = epoll_create1(0);
  if (bind(door, (struct sockaddr *)&here, sizeof here) < 0 || listen(door, 4096) < 0) return 1;
  getsockname(door, (struct sockaddr *)&here, &size);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = door};
  epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event);
  event.data.fd = 0;
  epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
  printf("%d\n", ntohs(here.sin_port));
  fflush(stdout);
  for (;;) {
    struct epoll_event events[512];
    int ready = epoll_wait(epoll, events, 512, -1);
    for (int e = 0; e < ready; e++) {
      int fd = events[e].data.fd;
      if (fd == 0) return 0;
      if (fd != door) {
        readable(fd);
        continue;
      }
      int line = accept(door, NULL, NULL);
      if (line < 0 || line >= FDS) continue;
      setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      lines[line].partner = -1;
      event.data.fd = line;
      epoll_ctl(epoll, EPOLL_CTL_ADD, line, &event);
    }
  }
}
