package netmp.ether;

/**
 * An interface as one CPU knows it (BSD's ifnet): a copy of its own, for its protocol thread, which
 * changes it when a message that visits all CPUs comes by. So what is done in one turn is done with
 * one configuration.
 */
public final class Ifnet {

  private final int number;
  private NetworkInterface nif;

  /**
   * The interface as it is at first.
   *
   * @param number of the interface, from 0
   * @param nif its configuration
   */
  public Ifnet(int number, NetworkInterface nif) {
    this.number = number;
    this.nif = nif;
  }

  /**
   * Which interface it is: the same on all CPUs (if_index).
   *
   * @return from 0
   */
  public int number() {
    return number;
  }

  /**
   * What is configured now. Other threads may read it too, and get that of now or of a moment ago.
   *
   * @return the configuration
   */
  public NetworkInterface nif() {
    return nif;
  }

  /**
   * Changes what is configured.
   *
   * @param changed the same station, with another address or none, or another MTU
   */
  public void configure(NetworkInterface changed) {
    nif = changed;
  }
}
