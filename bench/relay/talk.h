/* What goes onto a line, words in what comes from it, who speaks to whom, and who has met. */

/* In lines.h and dialects.h. */
static int redial(int i);
static void utter(Person *p, const char *text);

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

/* ---- who speaks to whom ---- */

/* Who speaks and when it was due, so that the reader can judge both. */
static void speak(int i, uint64_t due) {
  static char text[MAX_TEXT + 1];
  int used = snprintf(text, sizeof text, "%07d %016llx ", i, (unsigned long long)due);
  memset(text + used, 'x', (size_t)(text_bytes - used));
  text[text_bytes] = 0;
  issued++;
  utter(&people[i], text);
}

static void is_paired(int i, int partner) {
  people[i].partner = partner;
  if (people[i].paired) return;
  people[i].paired = 1;
  paired++;
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
