package dev.lockstep.model.tlc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Enumerable;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueEnumeration;

/**
 * Reads TLC's own values into {@link CanonicalText}. Runs in TLC's process only, one thread at a
 * time.
 *
 * <p>Functions that EXCEPT makes share the array of their domain, so the form of a domain is kept
 * by the identity of that array; but only for normalized values, as normalizing sorts it in place.
 */
final class TlcValues {
  /** States that TLC reads back from disk bring new arrays: the old forms must go at some time. */
  private static final int FORMS_MAX = 4096;

  private final IdentityHashMap<Object, FunctionForm> forms = new IdentityHashMap<>();

  String text(IValue value) {
    if (value instanceof IntValue number) {
      return Integer.toString(number.val);
    } else if (value instanceof BoolValue bool) {
      return Boolean.toString(bool.val);
    } else if (value instanceof StringValue string) {
      return CanonicalText.string(string.val.toString());
    } else if (value instanceof ModelValue model) {
      return CanonicalText.string(model.toString());
    } else if (value instanceof TupleValue tuple) {
      return CanonicalText.sequence(texts(tuple.elems));
    } else if (value instanceof RecordValue fields) {
      return recordText(fields);
    } else if (value instanceof FcnRcdValue function) {
      return functionText(function);
    } else if (value instanceof Enumerable set) {
      return setText(set);
    } else if (value instanceof LazyValue lazy && lazy.getValue() != null) {
      return text(lazy.getValue());
    }
    Value function = ((Value) value).toFcnRcd();
    if (function == null) {
      throw new IllegalArgumentException("no canonical text for the TLA+ value " + value);
    }
    return text(function);
  }

  private String functionText(FcnRcdValue function) {
    boolean sharable = function.domain != null && function.isNormalized();
    FunctionForm form = sharable ? forms.get(function.domain) : null;
    if (form == null) {
      form = FunctionForm.of(texts(function.getDomainAsValues()));
      if (sharable) {
        keep(function.domain, form);
      }
    }
    return form.text(texts(function.values));
  }

  private String recordText(RecordValue fields) {
    FunctionForm form = fields.isNormalized() ? forms.get(fields.names) : null;
    if (form == null) {
      form =
          FunctionForm.of(
              Arrays.stream(fields.names)
                  .map(name -> CanonicalText.string(name.toString()))
                  .toList());
      if (fields.isNormalized()) {
        keep(fields.names, form);
      }
    }
    return form.text(texts(fields.values));
  }

  private void keep(Object domain, FunctionForm form) {
    if (forms.size() >= FORMS_MAX) {
      forms.clear();
    }
    forms.put(domain, form);
  }

  private String setText(Enumerable set) {
    List<String> members = new ArrayList<>();
    ValueEnumeration elements = set.elements();
    for (Value member = elements.nextElement(); member != null; member = elements.nextElement()) {
      members.add(text(member));
    }
    return CanonicalText.set(members);
  }

  private List<String> texts(Value[] values) {
    List<String> texts = new ArrayList<>(values.length);
    for (Value value : values) {
      texts.add(text(value));
    }
    return texts;
  }
}
