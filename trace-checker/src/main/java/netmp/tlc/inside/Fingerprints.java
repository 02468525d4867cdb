package netmp.tlc.inside;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import tlc2.tool.TLCTrace;
import tlc2.tool.fp.FPSet;
import tlc2.tool.fp.FPSetConfiguration;

/**
 * The set of visited states, in memory: a hash table with linear probing.
 *
 * <p>TLC's default set registers a management bean, of which a JVM can have only one, and its
 * in-memory set compares every fingerprint with every other when a run ends.
 */
final class Fingerprints extends FPSet {

  private static final long serialVersionUID = 1L;
  private static final int INITIAL_CAPACITY = 1 << 12;

  /** 0 marks a free cell; the fingerprint 0 is kept in {@link #hasZero}. */
  private long[] table = new long[INITIAL_CAPACITY];

  private boolean hasZero;
  private long size;

  /** Where checkpoints go; set by {@link #init}. */
  private Path file;

  /** Makes an empty set. */
  Fingerprints() throws RemoteException {
    super(new FPSetConfiguration());
    // Every FPSet is a remote object, and the constructor opened a port for it.
    UnicastRemoteObject.unexportObject(this, true);
  }

  @Override
  public FPSet init(int workers, String metadir, String filename) {
    file = Path.of(metadir, filename + ".fp");
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

  // ---- checkpoints: written beside the last one, and put in its place ----

  @Override
  public synchronized void beginChkpt() throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part("tmp"))))) {
      out.writeLong(size);
      out.writeBoolean(hasZero);
      for (long fingerprint : table) {
        if (fingerprint != 0) {
          out.writeLong(fingerprint);
        }
      }
    }
  }

  @Override
  public void commitChkpt() throws IOException {
    Files.move(part("tmp"), part("chkpt"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void recover(TLCTrace trace) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(part("chkpt"))))) {
      long all = in.readLong();
      if (in.readBoolean()) {
        put(0);
      }
      while (size < all) {
        put(in.readLong());
      }
    }
  }

  /** How many are in the checkpoint. */
  long kept() throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(part("chkpt")))) {
      return in.readLong();
    }
  }

  private Path part(String suffix) {
    return file.resolveSibling(file.getFileName() + "." + suffix);
  }

  // ---- the checkpoints of sets that are one of several ----

  @Override
  public void recoverFP(long fingerprint) {
    throw isAlone();
  }

  @Override
  public void beginChkpt(String filename) {
    throw isAlone();
  }

  @Override
  public void commitChkpt(String filename) {
    throw isAlone();
  }

  @Override
  public void recover(String filename) {
    throw isAlone();
  }

  private static UnsupportedOperationException isAlone() {
    return new UnsupportedOperationException("this set is the only one");
  }
}
