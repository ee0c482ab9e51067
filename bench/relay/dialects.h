/* What the load generator says to each server and how it reads the answer. */

/* Whoever hears that they were paired tells the partner who they are; a text that begins so counts as no message. */
static void introduce(Person *p);

/* ---- a relay that reads nothing, and JSON with as little in it ---- */

static void bare_frame(int i, const char *in, size_t length) {
  const char *text = find(in, length, "\"text\":\""), *probe = find(in, length, "\"probe\":");
  if (text) heard(i, text);
  else if (probe) is_paired(i, atoi(probe));
  else fail("an odd frame: %.300s", in);
}

static void json_frame(int i, const char *in, size_t length) {
  const char *text = find(in, length, "\"text\":\"");
  if (text) heard(i, text);
  else if (strcmp(in, "{\"type\":\"paired\"}") == 0) introduce(&people[i]);
  else fail("an odd frame: %.300s", in);
}

/* ---- socket.io: packets of Engine.IO 4 ---- */

static void socket_io_frame(int i, const char *in, size_t length) {
  Person *p = &people[i];
  if (in[0] == '0') frame(p, 1, "40", 2);
  else if (in[0] == '2') frame(p, 1, "3", 1);
  else if (strncmp(in, "40", 2) == 0) opening--;
  else if (strncmp(in, "42[\"paired\"", 11) == 0) {
    copy_word(p->chat, sizeof p->chat, find(in, length, "\"room\":\""));
    introduce(p);
  } else if (strncmp(in, "42[\"message\"", 12) == 0) {
    const char *text = find(in, length, "\"text\":\"");
    if (!text) fail("an odd message: %.300s", in);
    heard(i, text);
  } else fail("an odd packet: %.300s", in);
}

/* ---- Colyseus: a byte for the kind, then MessagePack ---- */

enum { JOIN_ROOM = 10, ROOM_DATA = 13 };

static void colyseus_frame(int i, const char *in, size_t length) {
  Person *p = &people[i];
  if (in[0] == JOIN_ROOM) {
    frame(p, 2, in, 1);
    opening--;
  } else if (in[0] == ROOM_DATA && memmem(in, length, "paired", 6)) {
    introduce(p);
  } else if (in[0] == ROOM_DATA) {
    const char *text = find(in, length, "\244text");
    if (!text) fail("an odd message of %zu bytes", length);
    unsigned char size = (unsigned char)*text;
    heard(i, text + (size == 0xda ? 3 : size == 0xd9 ? 2 : 1));
  } else fail("an odd packet of kind %d", in[0]);
}

static void colyseus_say(Person *p, const char *text) {
  static char out[MAX_TEXT + 40];
  size_t length = strlen(text), at = 0;
  out[at++] = ROOM_DATA;
  at += (size_t)sprintf(out + at, "\247message\201\244text");
  if (length < 32) out[at++] = (char)(0xa0 | length);
  else if (length < 256) out[at++] = (char)0xd9, out[at++] = (char)length;
  else out[at++] = (char)0xda, out[at++] = (char)(length >> 8), out[at++] = (char)length;
  memcpy(out + at, text, length);
  frame(p, 2, out, at + length);
}

/* ---- ours: the whole protocol ---- */

static void keep_word(char **word, const char *in, size_t length, const char *key) {
  char found[2049];
  copy_word(found, sizeof found, find(in, length, key));
  free(*word);
  *word = strdup(found);
}

static void hello(Person *p) {
  if (p->token) {
    say(p, "{\"type\":\"hello\",\"conn\":%llu,\"client\":{\"name\":\"bench\",\"version\":\"1\"},\"token\":\"%s\",\"device\":\"%s\","
        "\"resume\":{\"chat\":\"%s\",\"epoch\":\"%s\",\"offset\":0}}", (unsigned long long)++p->conn, p->token, p->device, p->chat, p->epoch);
  } else {
    say(p, "{\"type\":\"hello\",\"conn\":%llu,\"client\":{\"name\":\"bench\",\"version\":\"1\"}}", (unsigned long long)++p->conn);
  }
}

/* Past the gates, with an interest that nobody shares but the partner. */
static void join(int i, const char *in, size_t length) {
  Person *p = &people[i];
  char rules[65] = "", age[32] = "";
  const char *gate = find(in, length, "\"kind\":\"rules\""), *choices = find(in, length, "\"choices\":[");
  if (gate) copy_word(rules, sizeof rules, find(gate, length - (size_t)(gate - in), "\"version\":\""));
  if (choices) snprintf(age, sizeof age, "\"age\":%d%s", atoi(choices), gate ? "," : "");
  say(p, "{\"type\":\"join\",\"ticket\":\"ticket-%07d-%llu\",\"mode\":\"text\",\"languages\":[\"en\"],\"interests\":[\"pair %d\"],\"facts\":{%s%s%s%s}}",
      i, (unsigned long long)p->conn, i / 2, age, gate ? "\"rules\":\"" : "", rules, gate ? "\"" : "");
}

static void our_frame(int i, const char *in, size_t length) {
  Person *p = &people[i];
  const char *type = find(in, length, "{\"type\":\"");
  if (type != in + 9) fail("a frame whose type isn't first: %.60s", in);
#define IS(name) (strncmp(type, name "\"", sizeof name) == 0)
  if (IS("entry") || IS("ack")) {
    const char *acked = find(in, length, "\"acked\":[");
    /* Contiguous, so the last pair [n,offset, tells how far we hold everything. */
    while (acked && (acked = memchr(acked, '[', length - (size_t)(acked - in)))) {
      const char *comma = strchr(++acked, ',');
      p->offset = strtoull(comma + 1, NULL, 10);
    }
    if (IS("ack")) return;
    const char *offset = find(in, length, "\"offset\":"), *seat = find(in, length, "\"seat\":");
    const char *text = find(in, length, "\"text\":\"");
    if (!offset || !seat || !text) fail("an odd entry: %.300s", in);
    uint64_t at = strtoull(offset, NULL, 10);
    int own = atoi(seat) == p->seat;
    /* One's own comes back in a replay alone, with its number (P-LOG-3), in place of an ack. */
    if (own && !find(in, length, "\"n\":")) fail("an odd entry: %.300s", in);
    if (own && at <= p->offset) return;
    if (at != p->offset + 1) fail("entry %llu after %llu", (unsigned long long)at, (unsigned long long)p->offset);
    p->offset = at;
    if (!own) heard(i, text);
    if (p->offset - p->seen >= SEEN_EVERY) {
      p->seen = p->offset;
      say(p, "{\"type\":\"seen\",\"chat\":\"%s\",\"offset\":%llu}", p->chat, (unsigned long long)p->offset);
    }
  } else if (IS("ping")) {
    say(p, "{\"type\":\"pong\",\"seen\":%llu,\"chat\":\"%s\"}", (unsigned long long)p->offset, p->chat);
  } else if (IS("welcome")) {
    keep_word(&p->token, in, length, "\"token\":\"");
    keep_word(&p->device, in, length, "\"device\":\"");
    join(i, in, length);
    opening--;
  } else if (IS("chat")) {
    copy_word(p->chat, sizeof p->chat, find(in, length, "\"chat\":\""));
    copy_word(p->epoch, sizeof p->epoch, find(in, length, "\"epoch\":\""));
    const char *you = find(in, length, "\"you\":");
    p->seat = you ? atoi(you) : -2;
    say(p, "{\"type\":\"seen\",\"chat\":\"%s\",\"offset\":0}", p->chat);
    is_paired(i, i ^ 1);
  } else if (IS("error") || IS("goodbye") || IS("drain")) {
    fail("the server said %.300s", in);
  }
}

/* ---- each by its dialect ---- */

/* The line is open. */
static void greet(int i) {
  if (dialect == OURS) hello(&people[i]);
  else if (dialect == BARE || dialect == JSON) opening--;
}

static void listen_to(int i, const char *in, size_t length) {
  switch (dialect) {
    case BARE: bare_frame(i, in, length); return;
    case JSON: json_frame(i, in, length); return;
    case SOCKET_IO: socket_io_frame(i, in, length); return;
    case COLYSEUS: colyseus_frame(i, in, length); return;
    case OURS: our_frame(i, in, length); return;
  }
}

static void utter(Person *p, const char *text) {
  switch (dialect) {
    case BARE:
    case JSON:
      say(p, "{\"type\":\"send\",\"text\":\"%s\"}", text);
      return;
    case SOCKET_IO:
      if (*p->chat) say(p, "42[\"message\",{\"room\":\"%s\",\"text\":\"%s\"}]", p->chat, text);
      else say(p, "42[\"message\",{\"text\":\"%s\"}]", text);
      return;
    case COLYSEUS:
      colyseus_say(p, text);
      return;
    case OURS:
      p->seen = p->offset;
      say(p, "{\"type\":\"send\",\"chat\":\"%s\",\"n\":%llu,\"body\":{\"kind\":\"text\",\"text\":\"%s\"},\"seen\":%llu}", p->chat,
          (unsigned long long)++p->n, text, (unsigned long long)p->offset);
      return;
  }
}

static void introduce(Person *p) {
  char text[20];
  snprintf(text, sizeof text, "?%07d", (int)(p - people));
  utter(p, text);
}
