package netmp.socket;

/** What {@link Socket#control} can ask, by the names of the field. */
public enum Control {
  /** The interface's IPv4 address. */
  SIOCGIFADDR,
  /** The interface's network mask. */
  SIOCGIFNETMASK,
  /** The interface's MTU in bytes. */
  SIOCGIFMTU
}
