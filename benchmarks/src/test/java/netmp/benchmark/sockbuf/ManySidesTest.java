package netmp.benchmark.sockbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The channels whose many sides have no lock: under Lincheck, and on real threads. Lincheck never
 * sees one full, for what a producer knows of the room is not to be exact; on real threads they are
 * full most of the time.
 */
class ManySidesTest {

  private static final int NOTHING = -1;
  private static final int CAPACITY = 16;

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(Sequential.class)
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(MbufPool.class.getName())
                .allMethods()
                .treatAsAtomic());
  }

  @Test
  void theRingIsLinearizable() {
    options().checkObstructionFreedom(true).check(ManyConsumers.class);
  }

  @Test
  void aTicketInTwoStepsIsFound() {
    assertThatThrownBy(() -> options().check(TwoSteps.class))
        .isInstanceOf(LincheckAssertionError.class);
  }

  /** The consumer waits for whoever is in the gap. */
  @Test
  void theListIsLinearizableButForTheGap() {
    options().check(ManyProducers.class);
  }

  @Test
  void theGapIsFound() {
    assertThatThrownBy(() -> options().check(WithGap.class))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @ParameterizedTest
  @Timeout(60) // a packet that is lost is waited for
  @EnumSource(names = {"MPSC_CORAL", "SPMC_RING"})
  void everyPacketComesOnceAndInOrder(Contender contender) throws Exception {
    int producers = contender == Contender.MPSC_CORAL ? 3 : 1;
    int consumers = contender == Contender.SPMC_RING ? 3 : 1;
    Delivery delivery = new Delivery(contender.make(4), producers, consumers);
    assertThat(delivery.run()).isEmpty();
  }

  /** A channel and its packets, of {@link Contender#LENGTH} bytes. */
  abstract static class Packets {
    final Channel channel;
    private final MbufPool pool = MbufPool.forManyThreads(2 * CAPACITY, 1);

    Packets(Channel channel) {
      this.channel = channel;
    }

    final boolean append(int value) {
      Mbuf packet = pool.alloc();
      packet.extend(Contender.LENGTH);
      packet.setU8(0, value);
      return channel.offer(packet);
    }

    final int take() {
      Mbuf packet = channel.poll();
      return packet == null ? NOTHING : packet.u8(0);
    }
  }

  /** One producer. */
  public static class ManyConsumers extends Packets {
    /** Empty. */
    public ManyConsumers() {
      this(new SpmcRing(CAPACITY * Contender.LENGTH, CAPACITY));
    }

    /** The ring has been used, and its indices will soon go round. */
    ManyConsumers(SpmcRing ring) {
      super(ring);
      for (int i = 0; i < CAPACITY - 2; i++) {
        append(i);
        take();
      }
    }

    /** The producer's. */
    @Operation(nonParallelGroup = "producer")
    public boolean offer(@Param(gen = IntGen.class, conf = "1:9") int value) {
      return append(value);
    }

    /** Anybody's. */
    @Operation
    public int poll() {
      return take();
    }
  }

  /** The read index is loaded and stored. */
  public static class TwoSteps extends ManyConsumers {
    /** Empty. */
    public TwoSteps() {
      super(
          new SpmcRing(CAPACITY * Contender.LENGTH, CAPACITY) {
            @Override
            boolean claim(long ticket) {
              r = ticket + 1;
              return true;
            }
          });
    }
  }

  /** One consumer. */
  public static class WithGap extends Packets {
    /** Empty. */
    public WithGap() {
      super(new MpscCoral(CAPACITY * Contender.LENGTH));
    }

    /** Anybody's. */
    @Operation
    public boolean offer(@Param(gen = IntGen.class, conf = "1:9") int value) {
      return append(value);
    }

    /** The consumer's. */
    @Operation(nonParallelGroup = "consumer")
    public int poll() {
      return take();
    }
  }

  /** The consumer does not believe that nothing is there while something is on its way. */
  public static class ManyProducers extends WithGap {

    @Override
    @SuppressWarnings("ReferenceEquality")
    public int poll() {
      MpscCoral list = (MpscCoral) channel;
      int value = take();
      while (value == NOTHING && list.head != list.tail) {
        value = take();
      }
      return value;
    }
  }

  /** What they must look like. */
  public static class Sequential {
    private final Queue<Integer> queue = new ArrayDeque<>();

    /** There is room. */
    public boolean offer(int value) {
      return queue.add(value);
    }

    /** The oldest. */
    public int poll() {
      Integer value = queue.poll();
      return value == null ? NOTHING : value;
    }
  }
}
