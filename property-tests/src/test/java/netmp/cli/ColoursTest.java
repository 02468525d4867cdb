package netmp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** A refusal in colours, and without. */
class ColoursTest {

  private static final String TEXT =
      """
      line 4: Read(6) on T/reg/1
        by thread t1, stamp 3
      where this is false
        Register.tla:17:6  x = value
      and what is allowed is
        Read(0)
      the nearest that would fit is
        Read(0) in its place
      """;

  @Test
  void eachPartHasItsColour() {
    assertThat(Colours.refusal(TEXT, Ansi.ON).lines())
        .containsExactly(
            "\033[1m\033[31mline 4: Read(6) on T/reg/1\033[0m",
            "  by thread t1, stamp 3",
            "where this is false",
            "\033[31m  Register.tla:17:6  x = value\033[0m",
            "and what is allowed is",
            "\033[32m  Read(0)\033[0m",
            "the nearest that would fit is",
            "\033[1m\033[32m  Read(0) in its place\033[0m");
  }

  @Test
  void whoHasNoColoursGetsTheText() {
    assertThat(Colours.refusal(TEXT, Ansi.OFF)).isEqualTo(TEXT);
  }
}
