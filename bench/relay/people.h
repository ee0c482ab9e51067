/* Who there is, what each line waits for, and which command is under way. */

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
