package netmp.drill;

import java.util.List;
import netmp.drill.Event.CallEvent;
import netmp.drill.Expression.Any;
import netmp.drill.Expression.Int;
import netmp.drill.Expression.Items;
import netmp.drill.Expression.Macro;
import netmp.drill.Expression.Member;
import netmp.drill.Expression.Or;
import netmp.drill.Expression.Text;
import netmp.drill.Expression.Word;
import netmp.inet.IpAddress;
import netmp.socket.SocketError;

/** The arguments of a call, as values. */
final class Call {

  private final CallEvent event;
  private final int line;
  private final boolean bsd;

  Call(CallEvent event, int line, boolean bsd) {
    this.event = event;
    this.line = line;
    this.bsd = bsd;
  }

  /** What a function does on a thread of a user; what it returns. */
  @FunctionalInterface
  interface Handler {

    /** Does it. */
    long call(Call call) throws SocketError, InterruptedException;
  }

  CallEvent event() {
    return event;
  }

  Expression argument(int index) {
    if (index >= event.arguments().size()) {
      throw new Mismatch("expected more arguments than " + event.arguments().size());
    }
    return event.arguments().get(index);
  }

  boolean isAny(int index) {
    return argument(index) instanceof Any;
  }

  long number(int index) {
    return value(argument(index));
  }

  int integer(int index) {
    return (int) number(index);
  }

  /** The name that an argument is. */
  String name(int index) {
    if (argument(index) instanceof Word word) {
      return word.name();
    }
    throw unusable(argument(index));
  }

  /** What a call must return, or what a new descriptor is called; -1 if the script does not say. */
  long expectedResult() {
    return event.result() instanceof Any ? -1 : value(event.result());
  }

  /**
   * The value of a number, a constant, flags or a macro; of a list of one, that of its item.
   *
   * @throws Unsupported if a constant is not known
   */
  long value(Expression expression) {
    return switch (expression) {
      case Int number -> number.value();
      case Word word -> constant(word.name());
      case Or or -> value(or.left()) | value(or.right());
      case Macro macro -> macro(macro);
      case Items list when list.items().size() == 1 -> value(list.items().getFirst());
      default -> throw unusable(expression);
    };
  }

  private long constant(String name) {
    Long value = Constants.value(name, bsd);
    if (value != null) {
      return value;
    }
    int errno = Errors.number(name);
    if (errno < 0) {
      throw new Unsupported(line, "the constant " + name);
    }
    return errno;
  }

  private long macro(Macro macro) {
    Expression argument = macro.arguments().isEmpty() ? null : macro.arguments().getFirst();
    if (macro.name().equals("inet_addr") && argument instanceof Text text) {
      return IpAddress.parse(text.text());
    }
    if (macro.name().startsWith("hton")) {
      return value(argument);
    }
    throw new Unsupported(line, "the macro " + macro.name());
  }

  /** The items of a list in brackets, or the one structure that stands in place of it. */
  List<Expression> items(int index) {
    return items(argument(index));
  }

  List<Expression> items(Expression expression) {
    if (expression instanceof Items list) {
      boolean structure = list.items().stream().anyMatch(Member.class::isInstance);
      return structure ? List.of(list) : list.items();
    }
    throw unusable(expression);
  }

  /** A member of a structure, or null if it is not there. */
  Expression member(Expression structure, String name) {
    if (structure instanceof Items list) {
      for (Expression item : list.items()) {
        if (item instanceof Member member && member.name().equals(name)) {
          return member.value();
        }
      }
      return null;
    }
    throw unusable(structure);
  }

  /** A member that is a number, or something else if it is not there. */
  long member(Expression structure, String name, long otherwise) {
    Expression found = member(structure, name);
    return found == null || found instanceof Any ? otherwise : value(found);
  }

  private Unsupported unusable(Expression expression) {
    return new Unsupported(line, "this argument of " + event.name() + ": " + expression);
  }

  Unsupported unsupported(String what) {
    return new Unsupported(line, what);
  }
}
