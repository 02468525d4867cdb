package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import netmp.tlc.SpecValue;
import netmp.tlc.SpecValue.Entry;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.Assert.TLCRuntimeException;

/** Takes TLC's values apart. */
final class Values {

  private Values() {}

  static SpecValue of(IValue value) {
    return switch (value) {
      case BoolValue truth -> new SpecValue.Truth(truth.val);
      case IntValue number -> SpecValue.of(number.val);
      case StringValue text -> new SpecValue.Text(text.val.toString());
      case ModelValue model -> new SpecValue.Model(model.val.toString());
      case TupleValue tuple -> new SpecValue.Tuple(all(tuple.elems));
      case SetEnumValue set -> SpecValue.setOf(elements(set));
      case RecordValue fields -> function(names(fields), fields.values);
      case FcnRcdValue function -> function(function.getDomainAsValues(), function.values);
      case FcnLambdaValue function -> listed(function, function.toFcnRcd());
      case Value other -> listed(other, set(other));
      default -> new SpecValue.Unlisted(value.toString());
    };
  }

  /** A value in the form in which TLC lists it; null if it cannot. */
  private static SpecValue listed(Value value, Value list) {
    return list == null ? new SpecValue.Unlisted(value.toString()) : of(list);
  }

  private static Value set(Value value) {
    try {
      return value.toSetEnum();
    } catch (TLCRuntimeException e) {
      return null; // a set without end
    }
  }

  private static List<SpecValue> all(Value... values) {
    return Arrays.stream(values).map(Values::of).toList();
  }

  private static List<SpecValue> elements(SetEnumValue set) {
    return IntStream.range(0, set.elems.size())
        .mapToObj(set.elems::elementAt)
        .map(Values::of)
        .toList();
  }

  private static Value[] names(RecordValue fields) {
    return Arrays.stream(fields.names).map(StringValue::new).toArray(Value[]::new);
  }

  private static SpecValue function(Value[] arguments, Value[] results) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      entries.add(new Entry(of(arguments[i]), of(results[i])));
    }
    return SpecValue.functionOf(entries);
  }
}
