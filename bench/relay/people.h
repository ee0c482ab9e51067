/* Who there is, what each line waits for, which command is under way, and what time it is. */

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

/* ---- what time it is, how much of it this process used, and dice ---- */

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
