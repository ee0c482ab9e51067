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
 * load.ts speaks the same commands where there is no C compiler. The rest of it is in the headers beside this one, each a part:
 * people.h, talk.h, dialects.h (what is said to which server), lines.h, commands.h.
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

/* One program in parts, in the order in which they know of each other. */
#include "people.h"
#include "talk.h"
#include "dialects.h"
#include "lines.h"
#include "commands.h"

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
