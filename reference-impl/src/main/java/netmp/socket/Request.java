package netmp.socket;

import netmp.exec.Execution;
import netmp.mbuf.Mbuf;
import netmp.msg.SyncMessage;

/**
 * A request of a user thread to the protocol thread that owns the socket; the user waits for the
 * answer. One object per user thread, used again for each request, so that asking allocates
 * nothing. The arguments are plain fields: the message orders them.
 */
final class Request extends SyncMessage {

  /** The request table (BSD's PRU_ constants): what each asks of the protocol. */
  enum Kind {
    ATTACH {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.attach(r.socket);
      }
    },
    BIND {
      @Override
      Errno carryOut(Request r) {
        Errno errno = r.protocol.bind(r.socket, r.address, r.port);
        r.answer = errno == Errno.OK ? r.socket.pcb().localPort() : 0;
        return errno;
      }
    },
    CONNECT {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.connect(r.socket, r.address, r.port);
      }
    },
    SEND {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.send(r.socket, r.packet, r.address, r.port);
      }
    },
    RCVD {
      @Override
      Errno carryOut(Request r) {
        r.answer = r.protocol.received(r.socket);
        return Errno.OK;
      }
    },
    DISCONNECT {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.disconnect(r.socket);
      }
    },
    CONTROL {
      @Override
      Errno carryOut(Request r) {
        r.answer = r.protocol.control(r.query);
        return Errno.OK;
      }
    },
    DETACH {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.detach(r.socket);
      }
    };

    /** Runs on the protocol thread that owns r.protocol. */
    abstract Errno carryOut(Request r);
  }

  int address;
  int port;
  Mbuf packet;
  Control query;

  /** What BIND, RCVD and CONTROL bring back. */
  int answer;

  private Kind kind;
  private DatagramSocket socket;
  private Protocol protocol;
  private Errno errno;

  Request(Execution execution) {
    super(execution);
  }

  /** Sends the request and waits for the answer. The user thread whose request it is. */
  Errno ask(Kind kind, DatagramSocket socket, Protocol protocol) {
    this.kind = kind;
    this.socket = socket;
    this.protocol = protocol;
    send(protocol.port());
    packet = null;
    return errno;
  }

  @Override
  protected void dispatch() {
    errno = kind.carryOut(this);
    reply();
  }
}
