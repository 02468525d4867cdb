package netmp.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.MembershipKey;
import java.nio.channels.MulticastChannel;
import java.util.ArrayList;
import java.util.List;
import netmp.socket.SocketError;

/** The groups that a datagram channel has joined. Any thread; its monitor orders them. */
final class Memberships {

  private final UdpChannel channel;
  private final List<Membership> all = new ArrayList<>();

  Memberships(UdpChannel channel) {
    this.channel = channel;
  }

  /** Joins; who is a member gets the key that there is. */
  synchronized MembershipKey join(InetAddress group, NetworkInterface nif) throws IOException {
    MembershipKey there = find(group);
    if (there != null) {
      return there;
    }
    int address = Addresses.toInt(group);
    try {
      channel.datagrams().joinGroup(address);
    } catch (SocketError e) {
      throw Errors.of(e);
    }
    Membership key = new Membership(group, nif);
    all.add(key);
    return key;
  }

  /** Null if the channel is no member. A host has one interface, which any means. */
  synchronized MembershipKey find(InetAddress group) {
    for (Membership key : all) {
      if (key.group.equals(group)) {
        return key;
      }
    }
    return null;
  }

  /** The socket is another one, on another host. */
  synchronized void joinAgain() throws SocketError {
    for (Membership key : all) {
      channel.datagrams().joinGroup(Addresses.toInt(key.group));
    }
  }

  /** The socket is closed, and has left. */
  synchronized void end() {
    for (Membership key : all) {
      key.valid = false;
    }
    all.clear();
  }

  private synchronized void leave(Membership key) {
    if (!key.valid) {
      return;
    }
    key.valid = false;
    all.remove(key);
    try {
      channel.datagrams().leaveGroup(Addresses.toInt(key.group));
    } catch (SocketError e) {
      // A closed socket has left.
    }
  }

  private final class Membership extends MembershipKey {
    private final InetAddress group;
    private final NetworkInterface nif;
    private volatile boolean valid = true;

    Membership(InetAddress group, NetworkInterface nif) {
      this.group = group;
      this.nif = nif;
    }

    @Override
    public boolean isValid() {
      return valid;
    }

    @Override
    public void drop() {
      leave(this);
    }

    /**
     * Refuses: the stack does not filter by source.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public MembershipKey block(InetAddress source) {
      throw new UnsupportedOperationException("netmp does not filter by source");
    }

    /** Nothing was blocked. */
    @Override
    public MembershipKey unblock(InetAddress source) {
      throw new IllegalStateException("not blocked");
    }

    @Override
    public MulticastChannel channel() {
      return channel;
    }

    @Override
    public InetAddress group() {
      return group;
    }

    @Override
    public NetworkInterface networkInterface() {
      return nif;
    }

    /** The key is not of one source. */
    @Override
    public InetAddress sourceAddress() {
      return null;
    }
  }
}
