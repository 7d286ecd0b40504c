package org.guitu.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.saxon.expr.Expression;
import net.sf.saxon.expr.StaticContext;
import net.sf.saxon.functions.FunctionLibrary;
import net.sf.saxon.functions.FunctionLibraryList;
import net.sf.saxon.om.FunctionItem;
import net.sf.saxon.om.StructuredQName;
import net.sf.saxon.trans.SymbolicName;
import net.sf.saxon.trans.XPathException;
import org.jspecify.annotations.Nullable;

/**
 * What a guard may call: the standard functions, less those that reach outside what it is given, ask the
 * clock (there is {@code $now}) or find other functions by name. Anything else does not compile.
 */
final class AllowedFunctions implements FunctionLibrary {
    private static final String STANDARD = "http://www.w3.org/2005/xpath-functions";
    private static final Set<String> NAMESPACES = Set.of(
            STANDARD, STANDARD + "/math", STANDARD + "/map", STANDARD + "/array", "http://www.w3.org/2001/XMLSchema");
    private static final Set<String> REFUSED = Set.of(
            "doc",
            "doc-available",
            "document",
            "collection",
            "uri-collection",
            "json-doc",
            "unparsed-text",
            "unparsed-text-lines",
            "unparsed-text-available",
            "environment-variable",
            "available-environment-variables",
            "system-property",
            "static-base-uri",
            "transform",
            "load-xquery-module",
            "function-lookup",
            "parse-xml",
            "parse-xml-fragment",
            "put",
            "trace",
            "random-number-generator",
            "current-dateTime",
            "current-date",
            "current-time",
            "implicit-timezone");

    private final FunctionLibrary all;

    private AllowedFunctions(FunctionLibrary all) {
        this.all = all;
    }

    static FunctionLibraryList among(FunctionLibrary all) {
        var list = new FunctionLibraryList();
        list.addFunctionLibrary(new AllowedFunctions(all));
        return list;
    }

    private static boolean refused(SymbolicName.F name) {
        var function = name.getComponentName();
        return !NAMESPACES.contains(function.getNamespaceUri().toString())
                || (STANDARD.equals(function.getNamespaceUri().toString())
                        && REFUSED.contains(function.getLocalPart()));
    }

    @Override
    public boolean isAvailable(SymbolicName.F name, int languageLevel) {
        return !refused(name) && all.isAvailable(name, languageLevel);
    }

    @Override
    public @Nullable Expression bind(
            SymbolicName.F name,
            Expression[] arguments,
            @Nullable Map<StructuredQName, Integer> keywords,
            StaticContext context,
            List<String> reasons) {
        if (refused(name)) {
            reasons.add("a guard may not call " + name.getComponentName().getDisplayName());
            return null;
        }
        try {
            return all.bind(name, arguments, keywords, context, reasons);
        } catch (XPathException e) {
            reasons.add(e.getMessage());
            return null;
        }
    }

    @Override
    public FunctionLibrary copy() {
        return this;
    }

    @Override
    public @Nullable FunctionItem getFunctionItem(SymbolicName.F name, StaticContext context) throws XPathException {
        return refused(name) ? null : all.getFunctionItem(name, context);
    }
}
