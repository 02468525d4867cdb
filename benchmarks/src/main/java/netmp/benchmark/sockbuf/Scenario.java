package netmp.benchmark.sockbuf;

/** A question asked of every contender. */
enum Scenario {
  THROUGHPUT_64("one to one, capacity 64", 64, 0, 1, 1),
  THROUGHPUT_512("one to one, capacity 512", 512, 0, 1, 1),
  THROUGHPUT_4096("one to one, capacity 4096", 4096, 0, 1, 1),
  BURST_1("round trip of 1", 512, 1, 1, 1),
  BURST_16("round trip of 16", 512, 16, 1, 1),
  BURST_128("round trip of 128", 512, 128, 1, 1),
  SEND_1("1 user sends", 512, 0, 1, 1),
  SEND_2("2 users send", 512, 0, 2, 1),
  SEND_4("4 users send", 512, 0, 4, 1),
  RECEIVE_1("1 user receives", 512, 0, 1, 1),
  RECEIVE_2("2 users receive", 512, 0, 1, 2),
  RECEIVE_4("4 users receive", 512, 0, 1, 4);

  final String text;
  final int capacity;
  final int burst;
  final int producers;
  final int consumers;

  Scenario(String text, int capacity, int burst, int producers, int consumers) {
    this.text = text;
    this.capacity = capacity;
    this.burst = burst;
    this.producers = producers;
    this.consumers = consumers;
  }

  boolean isSend() {
    return name().startsWith("SEND");
  }

  boolean isReceive() {
    return name().startsWith("RECEIVE");
  }

  /** Whether the question can be asked of a contender. */
  boolean suits(Contender contender) {
    return isSend()
        ? contender.sends()
        : isReceive() ? contender.receives() : contender.sends() && contender.receives();
  }

  /** The channel to ask. */
  Channel channel(Contender contender) {
    return isSend()
        ? contender.sendSide(capacity)
        : isReceive() ? contender.receiveSide(capacity) : contender.alone(capacity);
  }
}
