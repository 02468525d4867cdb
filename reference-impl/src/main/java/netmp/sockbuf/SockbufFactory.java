package netmp.sockbuf;

import netmp.probe.Probes;

/** Makes the sockbufs of a stack. */
public interface SockbufFactory {

  /**
   * An empty sockbuf.
   *
   * @param highWater bytes above which {@link Sockbuf#append} refuses, positive
   * @param probes reports the sockbuf's actions
   * @param traced the number of the traced object, from {@link Probes#newObject}
   * @return the sockbuf
   */
  Sockbuf create(int highWater, Probes probes, int traced);

  /**
   * The name of the design in traces: its actions are those of the specification of that name.
   *
   * @return such as cupholder
   */
  String text();
}
