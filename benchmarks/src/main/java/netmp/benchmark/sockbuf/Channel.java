package netmp.benchmark.sockbuf;

import netmp.mbuf.Mbuf;

/** What is compared: a way to hand packets from one side to the other. */
interface Channel {

  /** Appends a packet; false if there is no room. */
  boolean offer(Mbuf packet);

  /** Takes the oldest packet; null if none is to be seen. */
  Mbuf poll();

  /** Whose memory counts. */
  default Object subject() {
    return this;
  }
}
