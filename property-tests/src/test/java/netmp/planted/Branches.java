package netmp.planted;

import java.util.Locale;
import netmp.fuzz.Target;

/** Ways through code of each kind, one for each input. */
public final class Branches implements Target<byte[]> {

  /** Made by name. */
  public Branches() {}

  @Override
  public void run(byte[] input) {
    switch (input[0]) {
      case 0 -> condition(input[1]);
      case 1 -> dense(input[1]);
      case 2 -> sparse(input[1]);
      case 3 -> handler(input[1]);
      case 4 -> text(input[1]);
      default -> loop(input[1]);
    }
  }

  private static int condition(int value) {
    return value > 5 ? 1 : 2;
  }

  private static int dense(int value) {
    return switch (value) {
      case 0 -> 5;
      case 1 -> 7;
      case 2 -> 9;
      default -> 11;
    };
  }

  private static int sparse(int value) {
    return switch (value) {
      case -100 -> 5;
      case 100 -> 7;
      default -> 11;
    };
  }

  private static int handler(int value) {
    try {
      return 10 / value;
    } catch (ArithmeticException e) {
      return 0;
    }
  }

  private static int text(int value) {
    return switch (Integer.toString(value).toUpperCase(Locale.ROOT)) {
      case "1" -> 1;
      case "2" -> 2;
      default -> 3;
    };
  }

  private static int loop(int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += i;
    }
    return sum;
  }
}
