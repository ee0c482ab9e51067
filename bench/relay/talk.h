/* Who speaks to whom, and who has met. */

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
