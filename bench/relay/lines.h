/* The way of a line: dialled, asked for, upgraded, read. */

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
