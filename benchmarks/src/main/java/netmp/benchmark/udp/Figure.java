package netmp.benchmark.udp;

/** What one simulated run tells. */
enum Figure {
  RATE("datagrams per 1000 ticks"),
  CPU_TICKS("ticks of protocol threads"),
  READER_TICKS("ticks of readers"),
  BUSIEST("the busiest CPU is busy, %"),
  PACKETS("packets handed to another CPU"),
  MESSAGES("other messages to another CPU"),
  ACCESSES("accesses to memory"),
  MOVES("cache lines moved"),
  WRITTEN("writes of a line that another wrote last"),
  WAKES("threads woken"),
  PORT("messages on a port, mean"),
  LONGEST_PORT("most"),
  SOCKBUF("datagrams in a socket, mean"),
  LONGEST_SOCKBUF("most"),
  LATENCY("ticks from the device to the user"),
  OUT_OF_ORDER("out of order, %"),
  FAIRNESS("Jain's index"),
  SERVED("received of what the others sent, %");

  final String text;

  Figure(String text) {
    this.text = text;
  }
}
