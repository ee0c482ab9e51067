/* What stdin asks for, and what is answered. */

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
