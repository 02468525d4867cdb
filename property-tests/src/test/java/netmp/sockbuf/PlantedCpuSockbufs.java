package netmp.sockbuf;

import java.util.function.IntFunction;
import netmp.probe.Probes;

/** Sockbufs for each CPU, with a defect. */
public final class PlantedCpuSockbufs extends CpuSockbufs {

  /** What is planted. */
  public enum Planted {
    /** Nothing. */
    NONE,
    /** The bit is cleared, and nobody looks again. */
    D39,
    /** Nobody looks whether there is room. */
    D41
  }

  private final Planted planted;

  /**
   * Empty sockbufs.
   *
   * @param planted what is planted
   * @param cpus how many
   * @param sockbuf makes that of a CPU
   * @param highWater bytes that all hold together
   * @param probes reports what is done
   * @param traced the object for traces
   */
  public PlantedCpuSockbufs(
      Planted planted,
      int cpus,
      IntFunction<Sockbuf> sockbuf,
      int highWater,
      Probes probes,
      int traced) {
    super(cpus, sockbuf, highWater, probes, traced);
    this.planted = planted;
  }

  @Override
  boolean isFilled(int cpu) {
    return planted != Planted.D39 && super.isFilled(cpu);
  }

  @Override
  boolean reserve(int bytes) {
    return super.reserve(bytes) || planted == Planted.D41;
  }
}
