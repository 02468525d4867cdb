package netmp.validate;

/**
 * Strings of which there are few different ones at a time, each once: a hash table with linear
 * probing, asked by characters, so that a string that is known is not made again. When there are
 * too many, it forgets them all, and those that still come up are made once more.
 */
final class Names {

  private static final int FEWEST = 64;
  private static final int MOST = 1 << 16;

  private String[] table = new String[FEWEST];
  private int count;

  /** The string of some characters. */
  String get(char[] text, int offset, int length) {
    int place = place(table, hash(text, offset, length));
    while (table[place] != null) {
      if (equal(table[place], text, offset, length)) {
        return table[place];
      }
      place = (place + 1) & (table.length - 1);
    }
    String name = new String(text, offset, length);
    table[place] = name;
    if (++count == MOST) {
      table = new String[FEWEST];
      count = 0;
    } else if (2 * count > table.length) {
      grow();
    }
    return name;
  }

  private void grow() {
    String[] more = new String[2 * table.length];
    for (String name : table) {
      if (name != null) {
        int place = place(more, name.hashCode());
        while (more[place] != null) {
          place = (place + 1) & (more.length - 1);
        }
        more[place] = name;
      }
    }
    table = more;
  }

  private static int place(String[] table, int hash) {
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  /** What {@link String#hashCode} would be. */
  private static int hash(char[] text, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + text[i];
    }
    return hash;
  }

  private static boolean equal(String name, char[] text, int offset, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != text[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
