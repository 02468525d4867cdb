package netmp.tlc.inside;

import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import tlc2.tool.TLCTrace;
import tlc2.tool.fp.FPSet;
import tlc2.tool.fp.FPSetConfiguration;

/**
 * The set of visited states, in memory: a hash table with linear probing.
 *
 * <p>TLC's default set registers a management bean, of which a JVM can have only one, and its
 * in-memory set compares every fingerprint with every other when a run ends. Without checkpoints,
 * for runs here are short.
 */
final class Fingerprints extends FPSet {

  private static final long serialVersionUID = 1L;
  private static final int INITIAL_CAPACITY = 1 << 12;

  /** 0 marks a free cell; the fingerprint 0 is kept in {@link #hasZero}. */
  private long[] table = new long[INITIAL_CAPACITY];

  private boolean hasZero;
  private long size;

  /** Makes an empty set. */
  Fingerprints() throws RemoteException {
    super(new FPSetConfiguration());
    // Every FPSet is a remote object, and the constructor opened a port for it.
    UnicastRemoteObject.unexportObject(this, true);
  }

  @Override
  public FPSet init(int workers, String metadir, String filename) {
    return this;
  }

  @Override
  public synchronized long size() {
    return size;
  }

  /** Adds a fingerprint and returns whether it was there already. */
  @Override
  public synchronized boolean put(long fingerprint) {
    if (contains(fingerprint)) {
      return true;
    }
    size++;
    if (fingerprint == 0) {
      hasZero = true;
      return false;
    }
    if (size * 2 > table.length) {
      grow();
    }
    table[cell(fingerprint)] = fingerprint;
    return false;
  }

  @Override
  public synchronized boolean contains(long fingerprint) {
    return fingerprint == 0 ? hasZero : table[cell(fingerprint)] == fingerprint;
  }

  /** The cell that holds the fingerprint, or the free one where it belongs. */
  private int cell(long fingerprint) {
    int mask = table.length - 1;
    int cell = (int) (fingerprint ^ (fingerprint >>> 32)) & mask;
    while (table[cell] != 0 && table[cell] != fingerprint) {
      cell = (cell + 1) & mask;
    }
    return cell;
  }

  private void grow() {
    long[] old = table;
    table = new long[Math.multiplyExact(old.length, 2)];
    for (long fingerprint : old) {
      if (fingerprint != 0) {
        table[cell(fingerprint)] = fingerprint;
      }
    }
  }

  /** The distance of the closest two: TLC only prints it, and nobody here reads it. */
  @Override
  public long checkFPs() {
    return 1;
  }

  @Override
  public void beginChkpt() {
    throw noCheckpoints();
  }

  @Override
  public void commitChkpt() {
    throw noCheckpoints();
  }

  @Override
  public void recover(TLCTrace trace) {
    throw noCheckpoints();
  }

  @Override
  public void recoverFP(long fingerprint) {
    throw noCheckpoints();
  }

  @Override
  public void beginChkpt(String filename) {
    throw noCheckpoints();
  }

  @Override
  public void commitChkpt(String filename) {
    throw noCheckpoints();
  }

  @Override
  public void recover(String filename) {
    throw noCheckpoints();
  }

  private static UnsupportedOperationException noCheckpoints() {
    return new UnsupportedOperationException("checkpoints are off");
  }
}
