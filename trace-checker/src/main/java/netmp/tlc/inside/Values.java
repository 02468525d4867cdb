package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.Assert.TLCRuntimeException;

/** TLC's values as values of Java: its own classes stay in here. */
final class Values {

  private Values() {}

  /**
   * A value of Java.
   *
   * @throws TLCRuntimeException if it is a set that cannot be listed
   */
  static Object java(IValue value) {
    return switch (value) {
      case IntValue integer -> integer.val;
      case BoolValue bool -> bool.val;
      case TupleValue tuple -> list(tuple);
      case RecordValue fields -> map((FcnRcdValue) fields.toFcnRcd());
      case FcnRcdValue function -> function(function);
      case Value other when other.toSetEnum() instanceof SetEnumValue elements -> set(elements);
      case Value other when other.toFcnRcd() instanceof FcnRcdValue function -> function(function);
      default -> text(value);
    };
  }

  private static List<Object> list(TupleValue tuple) {
    List<Object> all = new ArrayList<>(tuple.elems.length);
    for (Value element : tuple.elems) {
      all.add(java(element));
    }
    return all;
  }

  private static Set<Object> set(SetEnumValue elements) {
    elements.normalize();
    Set<Object> all = new LinkedHashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      all.add(java(elements.elems.elementAt(i)));
    }
    return all;
  }

  private static Object function(FcnRcdValue function) {
    return function.toTuple() instanceof TupleValue tuple ? list(tuple) : map(function);
  }

  private static Map<Object, Object> map(FcnRcdValue function) {
    function.normalize();
    Map<Object, Object> all = new LinkedHashMap<>();
    Value[] domain = function.getDomainAsValues();
    for (int i = 0; i < domain.length; i++) {
      all.put(java(domain[i]), java(function.values[i]));
    }
    return all;
  }

  /** Strings and model values, without quotes. */
  private static String text(IValue value) {
    String printed = value.toString();
    return printed.startsWith("\"") ? printed.substring(1, printed.length() - 1) : printed;
  }
}
