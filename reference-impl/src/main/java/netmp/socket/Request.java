package netmp.socket;

import netmp.exec.Execution;
import netmp.mbuf.Mbuf;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;

/**
 * A request of a user thread to the protocol thread that owns the socket; the user waits for the
 * answer. One object per user thread, used again for each request, so that asking allocates
 * nothing. The arguments are plain fields: the message orders them.
 */
final class Request extends SyncMessage {

  /** The request table (BSD's PRU_ constants): what each asks of the protocol. */
  enum Kind {
    BIND(true, true) {
      @Override
      int target(Request r) {
        return r.protocol.binding(r.socket, r.cpu);
      }

      @Override
      Errno carryOut(Request r) {
        Errno errno = r.protocol.bind(r.socket, r.address, r.port);
        r.protocol.sockaddr(r.socket, r.bound);
        r.answer = r.bound.port();
        return errno;
      }
    },
    NAME {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.name(r.socket, r.name, r.value == 1);
      }
    },
    BIND_NAME {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.bind(r.socket, r.name);
      }
    },
    CONNECT_NAME {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.connect(r.socket, r.name);
      }
    },
    CONNECT2 {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.connect2(r.socket, r.other);
      }
    },
    LISTEN(false, true) {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.listen(r.socket, r.value);
      }
    },
    ACCEPT {
      @Override
      Errno carryOut(Request r) {
        StreamSocket listener = (StreamSocket) r.socket;
        r.accepted = listener.takeConnection(r.user);
        return Errno.OK;
      }
    },
    STOP_LISTENING {
      @Override
      Errno carryOut(Request r) {
        StreamSocket listener = (StreamSocket) r.socket;
        listener.stopListening(r.user);
        return Errno.OK;
      }
    },
    ABORT {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.abort(r.socket);
      }
    },
    CONNECT(true, true) {
      @Override
      int target(Request r) {
        return r.protocol.connecting(r.socket, r.address, r.port);
      }

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
    RCVOOB {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.rcvoob(r.socket, r.urgent);
      }
    },
    DISCONNECT(true, true) {
      @Override
      int target(Request r) {
        return r.protocol.disconnecting(r.socket);
      }

      @Override
      Errno carryOut(Request r) {
        return r.protocol.disconnect(r.socket);
      }
    },
    SHUTDOWN(false, true) {
      @Override
      Errno carryOut(Request r) {
        Errno errno = r.protocol.shutdown(r.socket, r.how);
        if (errno == Errno.OK && r.how.isSending()) {
          r.socket.cantSendMore();
        }
        return errno;
      }
    },
    RESERVE {
      @Override
      Errno carryOut(Request r) {
        return r.socket.reserve(r.option, r.value);
      }
    },
    SOCKADDR {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.sockaddr(r.socket, r.endpoint);
      }
    },
    PEERADDR {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.peeraddr(r.socket, r.endpoint);
      }
    },
    SENSE {
      @Override
      Errno carryOut(Request r) {
        r.answer = r.socket.sendHighWater();
        return Errno.OK;
      }
    },
    CTLOUTPUT {
      @Override
      Errno carryOut(Request r) {
        return r.value == GET
            ? r.get(r.protocol.option(r.socket, r.option))
            : r.protocol.setOption(r.socket, r.option, r.value);
      }
    },
    INFO {
      @Override
      Errno carryOut(Request r) {
        r.info = r.protocol.info(r.socket);
        return r.info == null ? Errno.EOPNOTSUPP : Errno.OK;
      }
    },
    JOIN(false, true) {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.join(r.socket, r.address, r.port);
      }
    },
    LEAVE(false, true) {
      @Override
      Errno carryOut(Request r) {
        return r.protocol.leave(r.socket, r.address, r.port);
      }
    },
    POLL {
      @Override
      Errno carryOut(Request r) {
        r.knote = r.socket.attach(r.knote) ? r.knote : null;
        return Errno.OK;
      }
    },
    UNPOLL {
      @Override
      Errno carryOut(Request r) {
        r.knote = r.socket.detach(r.queue);
        return Errno.OK;
      }
    },
    CONTROL {
      @Override
      Errno carryOut(Request r) {
        r.answer = r.protocol.control(r.query);
        return Errno.OK;
      }
    },
    DETACH(false, true) {
      @Override
      Errno carryOut(Request r) {
        Errno errno = r.protocol.detach(r.socket);
        r.socket.cantSendMore();
        r.socket.closeKnotes();
        return errno;
      }
    },
    /** DISCONNECT, and DETACH behind it, of a socket that does not linger. */
    CLOSE(false, true) {
      @Override
      Errno carryOut(Request r) {
        r.protocol.disconnect(r.socket);
        return DETACH.carryOut(r);
      }
    };

    /** Whether it can take the socket to another CPU. */
    final boolean moves;

    /** Whether it can change what sockets are found by, and has to visit all CPUs then. */
    final boolean tours;

    Kind() {
      this(false, false);
    }

    Kind(boolean moves, boolean tours) {
      this.moves = moves;
      this.tours = tours;
    }

    /** The CPU that shall own the socket before the request is carried out, or STAYS. */
    int target(Request r) {
      return STAYS;
    }

    /** Runs on the protocol thread that owns r.protocol. */
    abstract Errno carryOut(Request r);
  }

  /** The value of CTLOUTPUT that asks for an option. */
  static final int GET = -1;

  /** A value of {@link #cpu}. */
  static final int STAYS = Protocol.STAYS;

  private static final int AT_HOME = -1;

  /** The CPU that owns the port (BIND), or STAYS. */
  int cpu = STAYS;

  int address;
  int port;
  Mbuf packet;
  Control query;
  Shutdown how;
  Endpoint endpoint;
  SocketOption option;
  int value;
  String name;
  Socket other;

  /** The user thread's number in traces. */
  int user;

  /** What ACCEPT brings back: a connection, or null. */
  private StreamSocket accepted;

  /**
   * POLL: the knote to attach, which comes back if it was. UNPOLL brings the knotes of the queue,
   * which were detached.
   */
  Knote knote;

  EventQueue queue;

  /** What BIND, RCVD, SENSE, CTLOUTPUT and CONTROL bring back. */
  int answer;

  /** What INFO brings back. */
  TcpInfo info;

  /** What RCVOOB brings back. */
  final byte[] urgent = new byte[1];

  private final Endpoint bound = new Endpoint();
  private Kind kind;
  private Socket socket;
  private SoPort<Socket> soPort;
  private Protocol<Socket> protocol;

  /** On its way from one owner to the next, together with the socket; the owners'. */
  private boolean moving;

  /** It was put before the socket went to where it is going: {@link MigratingSoPort}. */
  boolean tagged;

  /** Of a request with which the socket moves: how many markers follow. */
  int markers;

  /** Carried out, and on its way through all CPUs: the one it goes to. Otherwise AT_HOME. */
  private int visited = AT_HOME;

  private Errno errno;

  Request(Execution execution) {
    super(execution);
  }

  /** Sends the request and waits for the answer. The user thread whose request it is. */
  @SuppressWarnings("unchecked") // a protocol gets the sockets that it was asked with
  <S extends Socket> Errno ask(Kind kind, S socket, SoPort<S> soPort) {
    this.kind = kind;
    this.socket = socket;
    this.soPort = (SoPort<Socket>) soPort;
    tagged = false;
    soPort.send(this);
    packet = null;
    cpu = STAYS;
    return errno;
  }

  /**
   * What POLL or UNPOLL has brought; the user's. It is not kept: it knows its queue, which would
   * live as long as the user thread.
   */
  Knote takeKnote() {
    Knote taken = knote;
    knote = null;
    queue = null;
    return taken;
  }

  /** What ACCEPT has brought; the user's. */
  StreamSocket takeAccepted() {
    StreamSocket taken = accepted;
    accepted = null;
    return taken;
  }

  private Errno get(int option) {
    answer = option;
    return option == Protocol.NO_OPTION ? Errno.ENOPROTOOPT : Errno.OK;
  }

  /**
   * A request can have been under way when the socket was closed: it finds no control block. SEND
   * is the protocol's to answer all the same, since the packet is the protocol's.
   */
  private boolean findsSocket() {
    return kind == Kind.SEND || socket.isAttached();
  }

  @Override
  public String toString() {
    return "the reply to " + kind;
  }

  @Override
  protected void dispatch() {
    if (visited != AT_HOME) {
      visit();
      return;
    }
    if (isHere()) {
      tagged = false;
      protocol = soPort.owner();
      int target = socket.isAttached() ? kind.target(this) : STAYS;
      if (target == STAYS || target == soPort.cpu()) {
        answer = 0;
        carryOut();
      } else {
        moving = true;
        soPort.depart(this, target);
      }
    }
  }

  /** Whether it has come to the socket, perhaps together with it; else it is forwarded or kept. */
  private boolean isHere() {
    if (moving) {
      moving = false;
      soPort.arrive(this);
      return true;
    }
    if (soPort.parks(this, port())) {
      return false;
    }
    MessagePort owner = soPort.chase(port());
    if (owner != null) {
      tagged = true;
      forward(owner);
    }
    return owner == null;
  }

  /** Whether it takes a socket that is not bound to the CPU of its port. */
  boolean binds() {
    return kind == Kind.BIND;
  }

  /** Whether it can take the socket to another CPU. */
  boolean moves() {
    return kind.moves;
  }

  private void carryOut() {
    if (!findsSocket()) {
      errno = Errno.EBADF;
      reply();
      return;
    }
    errno = kind.carryOut(this);
    if (errno == Errno.OK && kind.tours && protocol.isReplicated(socket)) {
      goOn(soPort.cpu());
    } else {
      finish();
    }
  }

  /** On its tour it has come to a CPU, which may be the owner's again. */
  private void visit() {
    if (visited == soPort.cpu()) {
      finish();
    } else {
      soPort.protocol(visited).replicate(socket);
      goOn(visited);
    }
  }

  private void goOn(int from) {
    visited = soPort.next(from);
    if (visited == from) {
      finish(); // the only one
    } else {
      forward(soPort.protocol(visited).port());
    }
  }

  private void finish() {
    visited = AT_HOME;
    if (errno == Errno.OK && kind.tours) {
      protocol.complete(socket);
    }
    reply();
  }
}
