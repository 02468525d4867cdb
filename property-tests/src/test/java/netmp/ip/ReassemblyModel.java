package netmp.ip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reassembly as a map of lists, the oldest datagram first; no two fragments come at one time. */
final class ReassemblyModel {

  /** Who has sent a datagram, and its identification. */
  record Key(int source, int id) {}

  /** A fragment: where its data are, and whether others follow. */
  private static final class Fragment {
    final int from;
    final byte[] data;
    final boolean more;

    Fragment(int from, byte[] data, boolean more) {
      this.from = from;
      this.data = data;
      this.more = more;
    }

    int end() {
      return from + data.length;
    }

    boolean isSame(Fragment other) {
      return from == other.from && data.length == other.data.length && more == other.more;
    }

    boolean contradicts(Fragment other) {
      boolean overlap = from < other.end() && other.from < end();
      boolean beyond = (!more && other.end() > end()) || (!other.more && end() > other.end());
      return overlap || beyond || (!more && !other.more);
    }
  }

  private static final class Datagram {
    final List<Fragment> here = new ArrayList<>();
    final long since;
    boolean condemned;

    Datagram(long since) {
      this.since = since;
    }

    void condemn() {
      condemned = true;
      here.clear();
    }
  }

  private final int buffers;
  private final Map<Key, Datagram> datagrams = new LinkedHashMap<>();

  /** How often a source was told that a datagram timed out: its first fragment was here. */
  int told;

  ReassemblyModel(int buffers) {
    this.buffers = buffers;
  }

  /** Returns the whole data if this was the last that was missing, else null. */
  byte[] take(long now, Key key, int from, byte[] data, boolean more) {
    makeRoom(key.source);
    Datagram datagram = datagramOf(key, now);
    Fragment fragment = new Fragment(from, data, more);
    if (datagram.condemned || datagram.here.stream().anyMatch(fragment::isSame)) {
      return null;
    }
    if (datagram.here.stream().anyMatch(fragment::contradicts)) {
      datagram.condemn();
      return null;
    }
    datagram.here.add(fragment);
    byte[] whole = whole(datagram);
    if (whole != null) {
      datagrams.remove(key);
    } else if (datagram.here.size() > Reassembly.FRAGMENTS_PER_DATAGRAM) {
      datagram.condemn();
    }
    return whole;
  }

  private static byte[] whole(Datagram datagram) {
    datagram.here.sort(Comparator.comparingInt(fragment -> fragment.from));
    byte[] whole = {};
    for (Fragment each : datagram.here) {
      if (each.from != whole.length) {
        return null;
      }
      whole = Arrays.copyOf(whole, each.end());
      System.arraycopy(each.data, 0, whole, each.from, each.data.length);
    }
    return datagram.here.getLast().more ? null : whole;
  }

  private void makeRoom(int source) {
    while (held(key -> key.source == source) >= buffers / 2) {
      forgetOldest(key -> key.source == source);
    }
    while (held() >= buffers) {
      forgetOldest(key -> true);
    }
  }

  private Datagram datagramOf(Key key, long now) {
    if (!datagrams.containsKey(key)) {
      long ofSource = datagrams.keySet().stream().filter(k -> k.source == key.source).count();
      if (ofSource == Reassembly.DATAGRAMS_PER_SOURCE) {
        forgetOldest(k -> k.source == key.source);
      }
      if (datagrams.size() == Reassembly.DATAGRAMS) {
        forgetOldest(k -> true);
      }
      datagrams.put(key, new Datagram(now));
    }
    return datagrams.get(key);
  }

  private void forgetOldest(Predicate<Key> which) {
    datagrams.remove(datagrams.keySet().stream().filter(which).findFirst().orElseThrow());
  }

  private int held(Predicate<Key> which) {
    return datagrams.entrySet().stream()
        .filter(e -> which.test(e.getKey()))
        .mapToInt(e -> e.getValue().here.size())
        .sum();
  }

  /** How many fragments wait for others. */
  int held() {
    return held(key -> true);
  }

  void advanceTo(long now) {
    datagrams
        .values()
        .removeIf(
            datagram -> {
              boolean over = datagram.since + Reassembly.LIFETIME <= now;
              told += over && datagram.here.stream().anyMatch(f -> f.from == 0) ? 1 : 0;
              return over;
            });
  }
}
