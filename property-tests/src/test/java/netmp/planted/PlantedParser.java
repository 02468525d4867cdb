package netmp.planted;

import java.util.ArrayList;
import java.util.List;
import netmp.fuzz.Target;

/** Reads what nobody writes, and does each of the things that a parser must not do. */
public final class PlantedParser implements Target<byte[]> {

  private static final List<byte[]> KEPT = new ArrayList<>();

  /** Made by name. */
  public PlantedParser() {}

  @Override
  public void run(byte[] input) {
    KEPT.clear();
    if (input.length > 4 && input[0] == 'q' && input[1] == 'z' && input[2] == 'w') {
      switch (input[3]) {
        case 'x' -> throw new IllegalStateException("planted");
        case 'h' -> hang(input);
        case 'a' -> hoard();
        default -> {}
      }
    }
  }

  private static void hang(byte[] input) {
    int at = 0;
    while (at < input.length) {
      at += input[at] == 'q' ? 0 : 1;
    }
  }

  private static void hoard() {
    for (int i = 0; i < 100; i++) {
      KEPT.add(new byte[1 << 20]);
    }
  }
}
