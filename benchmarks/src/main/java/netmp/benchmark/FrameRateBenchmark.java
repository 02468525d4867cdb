package netmp.benchmark;

import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import netmp.link.CrossoverLink;
import netmp.nic.Nic;
import netmp.nic.RxRing;
import netmp.nic.RxStatus;
import netmp.nic.TxCommand;
import netmp.nic.TxRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The emulated device alone: one thread enqueues frames of UDP on a transmit ring, rings the
 * doorbell, and takes them out of the receive ring of the device at the other end of the cable. No
 * stack. Per frame it should take less than 100 ns, and allocate nothing.
 *
 * <p>{@code mvn -q -pl benchmarks -am verify -DskipTests -Dbenchmark=FrameRateBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameRateBenchmark {

  private static final int BURST = 32;
  private static final int RING = 256;
  private static final int BUFFER = 2048;
  private static final int UDP = 17;
  private static final int TRANSPORT = 34;
  private static final int CHECKSUM = TRANSPORT + 6;
  private static final int OF_TAG = 10;

  /** Bytes of a frame, without frame check sequence. */
  @Param({"64", "1514"})
  public int length;

  /** What the devices do besides: nothing, make and verify checksums, insert and strip tags. */
  @Param({"none", "checksum", "vlan"})
  public String offload;

  private final byte[][] frames = new byte[BURST][];
  private final byte[][] buffers = new byte[RING][BUFFER];
  private TxRing tx;
  private RxRing rx;
  private int command;
  private int status;

  /** The sum of the pseudo-header, which the device replaces. */
  private int pseudoHeader;

  /** Plugs two devices together and fills the receive ring. */
  @Setup
  public void setUp() {
    Nic from = new Nic("from", 0x0200_0000_0001L, 1, RING);
    Nic to = new Nic("to", 0x0200_0000_0002L, 1, RING);
    CrossoverLink.connect(from, to);
    to.setReceiveChecksum(offload.equals("checksum"));
    to.setVlanStripping(offload.equals("vlan"));
    tx = from.tx(0);
    rx = to.rx(0);
    command = TxCommand.END_OF_PACKET | commandOf(offload);
    for (int i = 0; i < BURST; i++) {
      frames[i] = frame();
    }
    pseudoHeader = 0x0a00 + 1 + 0x0a00 + 2 + UDP + length - TRANSPORT;
    for (byte[] buffer : buffers) {
      rx.post(buffer, 0, BUFFER);
    }
  }

  /** A figure of something that does not work is none. */
  @TearDown
  public void check() {
    int expected = RxStatus.END_OF_PACKET | statusOf(offload);
    if (status != expected) {
      throw new IllegalStateException("status " + status + ", not " + expected);
    }
  }

  private static int statusOf(String offload) {
    return switch (offload) {
      case "checksum" -> RxStatus.CHECKSUM_GOOD;
      case "vlan" -> RxStatus.VLAN;
      default -> 0;
    };
  }

  private static int commandOf(String offload) {
    return switch (offload) {
      case "checksum" -> TxCommand.INSERT_CHECKSUM;
      case "vlan" -> TxCommand.INSERT_VLAN;
      default -> 0;
    };
  }

  private byte[] frame() {
    byte[] frame = new byte[length];
    byte[] headers =
        HexFormat.of()
            .parseHex(
                "020000000002"
                    + "020000000001"
                    + "0800"
                    + "45000000000040004011"
                    + "0000"
                    + "0a0000010a000002"
                    + "03e80007"
                    + "00000000");
    System.arraycopy(headers, 0, frame, 0, headers.length);
    frame[16] = (byte) ((length - 14) >> 8);
    frame[17] = (byte) (length - 14);
    frame[38] = (byte) ((length - TRANSPORT) >> 8);
    frame[39] = (byte) (length - TRANSPORT);
    return frame;
  }

  /**
   * A burst of frames, through both rings.
   *
   * @return the last descriptor
   */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public int frames() {
    for (byte[] frame : frames) {
      frame[CHECKSUM] = (byte) (pseudoHeader >> 8);
      frame[CHECKSUM + 1] = (byte) pseudoHeader;
      tx.enqueue(frame, 0, length, command, 0, OF_TAG);
    }
    tx.doorbell();
    int last = -1;
    for (int i = 0; i < BURST; i++) {
      tx.reclaim();
      last = rx.poll();
      status = rx.status(last);
      rx.post(buffers[last], 0, BUFFER);
    }
    return last;
  }
}
