package netmp.local;

import java.util.List;
import netmp.msg.MessagePort;
import netmp.socket.StreamSocket;

/** Local stream sockets with a defect of {@code docs/defects.md} planted. */
public enum PlantedLocal {
  /** Nothing. */
  NONE,
  /** Who makes a connection puts it on the listener's queue, whatever CPU that is. */
  D16,
  /** A connection is said to be complete before it is filled. */
  D17,
  /** The owner asks whether more will be written when it has found nothing to send. */
  D22_SEND,
  /** A socket that is closed takes what still comes. */
  D44;

  /**
   * The protocol on one CPU.
   *
   * @param port the CPU's message port
   * @param cpu the CPU
   * @param instances the instances of all CPUs
   * @return with the defect, or without
   */
  public Local create(MessagePort port, int cpu, List<Local> instances) {
    return switch (this) {
      case NONE -> new Local(port, cpu, instances);
      case D16, D17 -> new OtherConnections(this, port, cpu, instances);
      case D22_SEND, D44 -> new OtherBlocks(this, port, cpu, instances);
    };
  }

  private LocalPcb pcb(StreamSocket socket, Local owner) {
    return this == D44 ? new Open(socket, owner) : new LooksFirst(socket, owner);
  }

  /** Makes connections as the sound code does, but for when and where one is complete. */
  private static final class OtherConnections extends Local {
    private final PlantedLocal defect;
    private final int cpu;

    OtherConnections(PlantedLocal defect, MessagePort port, int cpu, List<Local> instances) {
      super(port, cpu, instances);
      this.defect = defect;
      this.cpu = cpu;
    }

    @Override
    void newConnection(LocalPcb listener, String name, int number, Attempt attempt) {
      StreamSocket socket = listener.socket().newConnection(cpu, number);
      if (defect == D17) {
        listener.owner().call(() -> listener.socket().complete(socket));
      }
      LocalPcb server = new LocalPcb(socket, this);
      socket.setPcb(server);
      server.setName(name);
      server.connected(attempt.client(), attempt.clientName(), attempt.clientRoom());
      listener.socket().connectionFilled(number);
      if (defect == D16) {
        listener.socket().complete(socket);
      }
      tellClient(attempt.client(), server, name);
    }
  }

  private static void tellClient(LocalPcb client, LocalPcb server, String name) {
    int room = server.socket().receiveHighWater();
    client.owner().call(() -> client.accepted(server, name, room));
  }

  /** Attaches control blocks with a defect. */
  private static final class OtherBlocks extends Local {
    private final PlantedLocal defect;

    OtherBlocks(PlantedLocal defect, MessagePort port, int cpu, List<Local> instances) {
      super(port, cpu, instances);
      this.defect = defect;
    }

    @Override
    public void attach(StreamSocket socket) {
      socket.setPcb(defect.pcb(socket, this));
    }
  }

  private static final class LooksFirst extends LocalPcb {
    private boolean allSent;

    LooksFirst(StreamSocket socket, Local owner) {
      super(socket, owner);
    }

    @Override
    void output() {
      allSent = hasConnection() && super.sendWithinLimit();
      super.output();
    }

    @Override
    boolean sendWithinLimit() {
      return allSent;
    }
  }

  private static final class Open extends LocalPcb {

    Open(StreamSocket socket, Local owner) {
      super(socket, owner);
    }

    @Override
    void endReceiving() {
      // What comes is appended.
    }
  }
}
