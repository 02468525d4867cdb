package netmp.benchmark.sockbuf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;

/**
 * Numbered packets of several producers through a channel to several consumers, on real threads.
 * Packets are used again as soon as they have been read.
 */
final class Delivery {

  private static final int PACKETS = 60_000;
  private static final int BUFFERS = 32;

  private final Channel channel;
  private final int producers;
  private final int consumers;
  private final MbufPool pool = MbufPool.forManyThreads(BUFFERS, 1);
  private final AtomicInteger taken = new AtomicInteger();

  Delivery(Channel channel, int producers, int consumers) {
    this.channel = channel;
    this.producers = producers;
    this.consumers = consumers;
  }

  /** What a consumer got: of whom, and which. */
  private record Arrival(int producer, int number) {}

  /** Runs, and says what is wrong; nothing is if the list is empty. */
  List<String> run() throws Exception {
    List<List<Arrival>> arrivals = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(producers + consumers)) {
      List<Future<List<Arrival>>> consuming = new ArrayList<>();
      for (int i = 0; i < consumers; i++) {
        consuming.add(threads.submit(this::consume));
      }
      List<Future<Void>> producing = new ArrayList<>();
      for (int i = 0; i < producers; i++) {
        producing.add(threads.submit(produce(i)));
      }
      try {
        for (Future<Void> future : producing) {
          future.get();
        }
        for (Future<List<Arrival>> future : consuming) {
          arrivals.add(future.get());
        }
      } finally {
        threads.shutdownNow(); // whoever waits for a packet that is lost
      }
    }
    return judge(arrivals);
  }

  private Callable<Void> produce(int producer) {
    return () -> {
      for (int i = 0; i < PACKETS / producers; i++) {
        Mbuf packet = pool.alloc();
        while (packet == null) {
          spin();
          packet = pool.alloc();
        }
        packet.extend(Contender.LENGTH);
        packet.setU32(0, producer);
        packet.setU32(4, i);
        while (!channel.offer(packet)) {
          spin();
        }
      }
      return null;
    };
  }

  private static void spin() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("a packet is waited for in vain");
    }
    Thread.onSpinWait();
  }

  private List<Arrival> consume() throws InterruptedException {
    List<Arrival> arrivals = new ArrayList<>();
    while (taken.get() < PACKETS / producers * producers) {
      Mbuf packet = channel.poll();
      if (packet == null) {
        spin();
      } else {
        arrivals.add(new Arrival(packet.u32(0), packet.u32(4)));
        packet.free();
        taken.incrementAndGet();
      }
    }
    return arrivals;
  }

  private List<String> judge(List<List<Arrival>> arrivals) {
    List<String> faults = new ArrayList<>();
    int[][] times = new int[producers][PACKETS / producers];
    for (List<Arrival> of : arrivals) {
      int[] last = new int[producers];
      Arrays.fill(last, -1);
      for (Arrival arrival : of) {
        times[arrival.producer][arrival.number]++;
        if (arrival.number <= last[arrival.producer]) {
          faults.add(arrival + " came behind " + last[arrival.producer]);
        }
        last[arrival.producer] = arrival.number;
      }
    }
    for (int producer = 0; producer < producers; producer++) {
      for (int number = 0; number < PACKETS / producers; number++) {
        if (times[producer][number] != 1) {
          faults.add(new Arrival(producer, number) + " came " + times[producer][number] + " times");
        }
      }
    }
    return faults;
  }
}
