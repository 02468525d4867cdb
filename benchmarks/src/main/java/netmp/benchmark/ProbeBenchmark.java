package netmp.benchmark;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a probe costs that is off: a packet through the cupholder sockbuf, ten probes on its way,
 * against the same classes with the probes removed from their byte code. Both must take the same
 * time and allocate nothing.
 *
 * <p>{@code mvn -q -pl benchmarks -am verify -DskipTests -Dbenchmark=ProbeBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProbeBenchmark {

  /** Whether the probes are in the code. */
  @Param({"off", "removed"})
  public String probes;

  private Supplier<?> packet;

  /** Loads the stack. */
  @Setup
  public void setUp() throws ReflectiveOperationException {
    packet =
        new StackLoader(probes.equals("off"))
            .loadClass(PacketThrough.class.getName())
            .asSubclass(Supplier.class)
            .getConstructor()
            .newInstance();
  }

  /** A packet in and out. */
  @Benchmark
  public Object packet() {
    return packet.get();
  }
}
