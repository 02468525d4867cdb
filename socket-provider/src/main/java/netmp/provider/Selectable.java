package netmp.provider;

import netmp.socket.Filter;
import netmp.socket.Socket;

/** A channel as its selector sees it. */
interface Selectable {

  /** What is watched. Another one after a bind to an address of another host. */
  Socket watched();

  /** Of what operations the channel is ready when a filter's condition holds. */
  int readyOps(Filter filter);
}
