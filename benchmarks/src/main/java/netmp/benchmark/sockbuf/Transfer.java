package netmp.benchmark.sockbuf;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import org.HdrHistogram.Histogram;

/**
 * Threads that send packets through a channel, and threads that take them. A producer writes a
 * number into every packet and a consumer reads it, so a packet's header travels in all of them.
 *
 * <p>Packets are made beforehand and go round: a producer has more of them than fit, so none is
 * still under way when its turn comes again.
 */
final class Transfer {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Spins before a thread gives way: with more threads than CPUs, somebody else must run. */
  private static final int SPINS = 2_000;

  /**
   * Pauses of a thread that finds nothing to do. A thread that looks again at once takes the cache
   * line from the one that fills it; no protocol thread does, it has other queues to look after.
   */
  private static final int PAUSES = 10;

  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** On a cache line of its own. */
  private static final int TAKEN = 16;

  private static final long HIGHEST_NANOS = 1_000_000_000;

  private final Channel channel;
  private final int packetsPerProducer;
  private final int burst;
  private final Mbuf[][] packets;
  private final long[] counts = new long[2 * TAKEN];
  private final Histogram bursts = new Histogram(HIGHEST_NANOS, 3);
  private volatile boolean allSent;

  /**
   * A transfer.
   *
   * @param channel what is measured
   * @param capacity of the channel, packets
   * @param producers threads that send
   * @param count packets of all producers
   * @param burst packets after which the only producer waits until the only consumer has taken
   *     them; 0 for never
   */
  Transfer(Channel channel, int capacity, int producers, int count, int burst) {
    this.channel = channel;
    this.burst = burst;
    packetsPerProducer = count / producers;
    packets = new Mbuf[producers][];
    for (int i = 0; i < producers; i++) {
      packets[i] = packets(Integer.highestOneBit(4 * capacity + 63));
    }
  }

  private static Mbuf[] packets(int count) {
    MbufPool pool = MbufPool.forOneThread(count, 1);
    Mbuf[] all = new Mbuf[count];
    for (int i = 0; i < count; i++) {
      all[i] = pool.alloc();
      all[i].extend(Contender.LENGTH);
    }
    return all;
  }

  /**
   * What a transfer took.
   *
   * @param nanosPerPacket time from the first packet to the last, by packets
   * @param bytesPerPacket bytes allocated, by packets
   * @param median nanoseconds of a burst and its acknowledgement; 0 without bursts
   * @param percentile99 nanoseconds that 99 of 100 bursts did not take
   */
  record Cost(double nanosPerPacket, double bytesPerPacket, long median, long percentile99) {}

  /** Runs with so many consumers. */
  Cost run(int consumers) throws InterruptedException {
    CyclicBarrier barrier = new CyclicBarrier(packets.length + consumers + 1);
    LongAdder allocated = new LongAdder();
    List<Thread> producing = new ArrayList<>();
    List<Thread> consuming = new ArrayList<>();
    for (Mbuf[] own : packets) {
      producing.add(start(allocated, barrier, () -> produce(own)));
    }
    for (int i = 0; i < consumers; i++) {
      consuming.add(start(allocated, barrier, this::consume));
    }
    await(barrier);
    long start = System.nanoTime();
    for (Thread thread : producing) {
      thread.join();
    }
    allSent = true;
    for (Thread thread : consuming) {
      thread.join();
    }
    double count = (double) packets.length * packetsPerProducer;
    return new Cost(
        (System.nanoTime() - start) / count,
        allocated.sum() / count,
        bursts.getValueAtPercentile(50),
        bursts.getValueAtPercentile(99));
  }

  private static Thread start(LongAdder allocated, CyclicBarrier barrier, Runnable body) {
    return Thread.ofPlatform()
        .start(
            () -> {
              await(barrier);
              long before = THREADS.getCurrentThreadAllocatedBytes();
              body.run();
              allocated.add(THREADS.getCurrentThreadAllocatedBytes() - before);
            });
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private void produce(Mbuf[] own) {
    long sent = System.nanoTime();
    for (int i = 0; i < packetsPerProducer; i++) {
      Mbuf packet = own[i & (own.length - 1)];
      packet.setNumber(i);
      for (int spins = 0; !channel.offer(packet); spins++) {
        giveWay(spins);
      }
      if (burst > 0 && (i + 1) % burst == 0) {
        awaitTaken(i + 1);
        long now = System.nanoTime();
        bursts.recordValue(Math.min(now - sent, HIGHEST_NANOS));
        sent = now;
      }
    }
  }

  private void awaitTaken(long wanted) {
    for (int spins = 0; (long) COUNT.getAcquire(counts, TAKEN) < wanted; spins++) {
      giveWay(spins);
    }
  }

  private void consume() {
    long sum = 0;
    int spins = 0;
    boolean last = false;
    for (; ; ) {
      Mbuf packet = channel.poll();
      if (packet != null) {
        sum += packet.number();
        spins = 0;
        if (burst > 0) {
          COUNT.setRelease(counts, TAKEN, counts[TAKEN] + 1);
        }
      } else if (last) {
        break;
      } else {
        last = allSent;
        giveWay(spins);
        spins++;
      }
    }
    if (sum == -1) {
      throw new IllegalStateException("the sum is used");
    }
  }

  private static void giveWay(int spins) {
    if (spins > SPINS) {
      LockSupport.parkNanos(1);
    } else {
      for (int i = 0; i < PAUSES; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
