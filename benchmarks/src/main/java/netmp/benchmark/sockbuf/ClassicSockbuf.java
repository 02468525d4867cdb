package netmp.benchmark.sockbuf;

import java.util.concurrent.locks.ReentrantLock;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketQueue;

/** A sockbuf of the classic BSD kind: a list and a count under one lock. */
final class ClassicSockbuf implements Channel {

  private final ReentrantLock lock = new ReentrantLock();
  private final PacketQueue packets = new PacketQueue();
  private final int highWater;
  private int bytes;

  ClassicSockbuf(int highWater) {
    this.highWater = highWater;
  }

  @Override
  public boolean offer(Mbuf packet) {
    lock.lock();
    try {
      if (bytes + packet.length() > highWater) {
        return false;
      }
      bytes += packet.length();
      packets.enqueue(packet);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Mbuf poll() {
    lock.lock();
    try {
      Mbuf packet = packets.dequeue();
      if (packet != null) {
        bytes -= packet.length();
      }
      return packet;
    } finally {
      lock.unlock();
    }
  }
}
