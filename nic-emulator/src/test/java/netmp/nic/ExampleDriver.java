package netmp.nic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A driver of one queue: frames are copied in and out. All methods are for one thread, which {@link
 * #run} parks between frames.
 */
final class ExampleDriver {

  private static final int BUFFER = 2048;

  private final Nic nic;
  private final RxRing rx;
  private final TxRing tx;
  private final byte[][] posted;
  private final Deque<byte[]> lent = new ArrayDeque<>();
  private volatile Thread thread;
  private volatile boolean ends;

  ExampleDriver(Nic nic, int queue) {
    this.nic = nic;
    rx = nic.rx(queue);
    tx = nic.tx(queue);
    posted = new byte[nic.ringSize()][];
  }

  // bring-up
  void start() {
    nic.setLongestFrame(Nic.MAX_FRAME);
    nic.setReceiveChecksum(true);
    nic.filter().setMulticast(0x0100_5e00_0001L);
    nic.start();
    rx.onInterrupt(() -> LockSupport.unpark(thread));
    for (int i = 0; i < nic.ringSize(); i++) {
      post(new byte[BUFFER]);
    }
  }

  private void post(byte[] buffer) {
    posted[rx.post(buffer, 0, BUFFER)] = buffer;
  }

  // end

  // receive
  boolean receive(Consumer<byte[]> taker) {
    int index = rx.poll();
    if (index < 0) {
      return false;
    }
    byte[] frame = {};
    int status = rx.status(index);
    while (true) {
      int length = rx.length(index);
      byte[] longer = new byte[frame.length + length];
      System.arraycopy(frame, 0, longer, 0, frame.length);
      System.arraycopy(posted[index], 0, longer, frame.length, length);
      frame = longer;
      boolean last = (rx.status(index) & RxStatus.END_OF_PACKET) != 0;
      post(posted[index]); // the slot of this descriptor is posted again: look and copy first
      if (last) {
        break;
      }
      index = rx.poll(); // complete, as the first one was
    }
    if ((status & (RxStatus.CHECKSUM_BAD | RxStatus.ERROR)) == 0) {
      taker.accept(frame);
    }
    return true;
  }

  // end

  // wait
  void run(Consumer<byte[]> taker) {
    thread = Thread.currentThread();
    while (!ends) {
      if (receive(taker)) {
        continue;
      }
      rx.enableInterrupt();
      if (!rx.isReady() && !ends) { // what came before did not interrupt
        LockSupport.park();
      }
      rx.disableInterrupt();
    }
  }

  void end() {
    ends = true;
    LockSupport.unpark(thread);
  }

  // end

  // transmit
  boolean transmit(byte[] headers, byte[] text, int mss) {
    if (tx.space() < 2) {
      return false; // later
    }
    int command = TxCommand.INSERT_CHECKSUM | (text.length > mss ? TxCommand.SEGMENT : 0);
    tx.enqueue(headers, 0, headers.length, command, mss, 0);
    tx.enqueue(text, 0, text.length, TxCommand.END_OF_PACKET, 0, 0);
    lent.add(headers);
    lent.add(text);
    tx.doorbell();
    while (tx.reclaim() >= 0) {
      lent.remove(); // the driver's again
    }
    return true;
  }
  // end
}
