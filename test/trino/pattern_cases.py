"""Regular expressions, which are Joni's in Trino (its syntax "Java", which is not Java's): what they match, and what is wrong with others."""

from groups import Group


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def matches(*pairs) -> list[str]:
    """All matches of patterns in texts, with their first groups where there are any."""
    return [f"regexp_replace({quoted(text)}, {quoted(pattern)}, '<$0>')" for pattern, text in pairs]


def groups(*pairs) -> list[str]:
    return [f"regexp_replace({quoted(text)}, {quoted(pattern)}, x -> '<' || array_join(x, ',', 'null') || '>')" for pattern, text in pairs]


GROUPS = [
    Group("ends of lines in patterns", None, matches(
        ("a$", "a\n"), ("$", "a\n"), ("a$", "a\r\n"), ("$", "\n\n"), ("(?m)^", "a\n"), ("(?m)$", "a\nb\n"), ("(?m)$", "a\r\nb"), ("^", ""), ("(?m)^", ""), ("(?m)^a$", "a\na\r\na"), (".", "\r\u2028"), ("(?s).", "\n"), ("(?m)a.b", "a\nb"), ("(?m-s).", "a\n"),
        ("\\Z", "a\r\n"), ("\\z", "a\n"), ("\\A", "ab"), ("\\z\\Z", "a"), ("(?im)^A$", "b\na"), ("(?-m)^", "a\nb"), ("$a", "a"), ("a^b", "a"), ("(a$|b)", "a\n"), ("c$\\n", "c\n"), ("\\s*$", "a \n"), (".*$", "ab\n"))),
    Group("words and classes of letters in patterns", None, matches(
        ("\\w", "éa_²ा"), ("\\d", "1١"), ("\\s", "\u00a0\u2003 \u0085"), ("\\b", "é a"), ("\\B", "ab é"), ("\\b\\w+\\b", "ab cé_1"), ("[[:alpha:]]", "éa1"), ("[[:^alpha:]]", "éa1"), ("[[:upper:]]", "AÉaé"), ("[[:word:]]", "a_é-"), ("[[:punct:]]", "!$+"), ("[[:space:]]", "\u00a0 "),
        ("\\p{L}", "aé1"), ("\\P{L}", "a1"), ("\\pL", "a1"), ("\\pN", "5N"), ("\\p{Alpha}", "aé1"), ("\\p{alnum}", "é5"), ("\\p{Punct}", "!$+"), ("\\p{Lu}", "aA"), ("\\p{Letter}", "a1"), ("\\p{Latin}", "aα"), ("\\p{greek}", "aα"), ("\\p{InGreek}", "aα"), ("\\p{InBasicLatin}", "aé"),
        ("\\p{Han}", "日a"), ("\\p{Word}", "a_é-"), ("\\p{Digit}", "١1"), ("\\p{XDigit}", "fFg"), ("\\p{ASCII}", "aé"), ("\\p{Any}", "aé"), ("\\p{Graph}", "é "), ("\\p{Print}", "é "), ("\\p{Blank}", "\t\u00a0"), ("\\p{Cntrl}", "a\u0085"), ("\\p{Lower}", "aéÉ"), ("\\p{javaLowerCase}", "aA"),
        ("\\h", "hg1 "), ("\\H\\R\\X\\N\\K\\g", "HRXNKg"), ("[\\h]", "ahg"))),
    Group("classes in classes in patterns", None, matches(
        ("[]a]", "a]"), ("[^]a]", "b]"), ("[]]", "]"), ("[^^]", "^a"), ("[a^]", "^"), ("[a&&b]", "a&b"), ("[a-c&&[^b]]", "abc"), ("[a[bc]]", "abcd"), ("[^a[bc]]", "abcd"), ("[a-z&&b-d&&c-e]", "abcde"), ("[a-]", "a-"), ("[-a]", "-a"), ("[\\d-a]", "a-1"), ("[--a]", "a-."),
        ("[\\w&&[^\\d]]", "a1"), ("[a&b]", "a&b"), ("[a&&]", "a&"), ("[&&a]", "&a"), ("[&&]", "&"), ("[a[^b]]", "abc"), ("[^[a-c]&&[b-d]]", "abcde"), ("[a-c&&bd]", "abcd"), ("[a-z&&[bc]d]", "abcd"), ("[a-z&&d[bc]]", "abcd"), ("[a&&&b]", "ab&"), ("[a-z&&[^aeiou]]+", "xyzae"),
        ("[\\d-a]", "-5Aa`.z,b"), ("[\\w-.]+@", "a b.c-d,e@f"), ("[\\d-]", "-.5"), ("[[a]-z]", "-.5a{,"), ("[:alpha:]", "a:x"), ("[[:alpha:]-z]", "z-a1"), ("[a-c-e]", "d-e"), ("[\\b]", "b"), ("[\\Qa\\E]", "QaE]"), ("[.]", "a."), ("[\\p{L}]", "a1"), ("[[=a=]]", "a=x"), ("(?x)[a b]", "a b"), ("(?x)[#]", "#"), ("[\\101-C]", "ABCD"))),
    Group("characters in patterns", None, matches(
        ("\\101", "A"), ("\\0101", "A"), ("\\12", "\n"), ("\\10", "8"), ("\\08", "8"), ("\\x41", "A"), ("\\x{e9}", "é"), ("\\xe9", "é"), ("\\xc3\\xa9", "é"), ("\\303\\251", "é"), ("[\\xc3\\xa9]", "é"), ("\\u00e9", "é"), ("\\u41", "A"), ("\\x{zz}", "x{zz}"), ("\\cA", "a"), ("\\e\\a\\f\\t", "\t"),
        ("\\v", "v"), ("\\y\\Y", "yY"), ("\\<", "<"), ("\\é", "é"), ("\\-", "-"), ("\\E", "E"), ("\\Qa.b\\E+", "a.bb"), ("\\Qa(", "a("), ("\\Q\\Q\\E", "\\Q"), ("\\Qa\\Eb\\Qc\\E", "abc"), ("]", "]"), ("}", "}"), ("a}", "a}"), ("\\'", "'"), ("\\kx", "kx"))),
    Group("case in patterns", None, matches(
        ("a(?i)b|c", "aB aC C c"), ("(?i:a)b(?i)c|d", "AbC ABD D"), ("((?i)a)b", "Ab AB"), ("(?i)ss", "ß SS"), ("(?i)ß", "ss SS ẞ"), ("(?i)k", "K\u212a"), ("(?i)é", "É"), ("(?i)[a-z]", "K\u212aſ1"), ("(?i)ſ", "s S"), ("(?i)Σ", "σς"), ("(?i)[^k]", "kK\u212ax"), ("(?i)[ß]", "ss ß ẞ SS s"),
        ("(?i)fi", "ﬁ FI"), ("(?i)ﬁ", "FI"), ("(?i)µ", "μΜ"), ("(?i)\\p{Lu}", "aA"), ("(?i)[\\p{Lu}]", "aA1"), ("(?i)[[:upper:]]", "aA1"), ("(?i)a\\x41", "AaAA"), ("(?i-s:a)B", "AB Ab"), ("(?-i)a", "aA"), ("(?i)strasse", "Straße STRASSE"), ("(?i)ı", "I i"), ("(?i)office", "oﬃce OFFICE"), ("(?i)ss", "ẞ ß"), ("(?i)ẞ", "ss ß ẞ SS"))),
    Group("repetitions in patterns", None, matches(
        ("a**", "aaa"), ("a{2}{3}", "aaaaaa"), ("a{,3}", "aaa"), ("a{", "a{"), ("a{x", "a{x"), ("a{2", "a{2"), ("{", "{"), ("a{1,2}+", "aaaa"), ("a{2}?", "aa"), ("a++", "aaa"), ("a?+", "a"), ("a*+a", "aaa"), ("a{0}b", "ab"), ("a?{2}", "aa"), ("a+?", "aa"), ("a??", "a"), ("a{2}+", "aaaa"), ("a{1,2}?", "aa"),
        ("a*{2}", "aa"), ("a+{2}", "aaa"), ("^*a", "a"), ("\\b+a", "a"), ("(?=a)*b", "ab"), ("(?=a)+a", "a"), ("(?:a?)*?b", "aab"), ("(?:^)*a", "a"), ("a||b", "b"), ("", "ab"), ("x*", "😀"), ("a{3,}", "aaaaa"), ("(?x)a b # c\n c", "abc"), ("(?x)a\\ b", "a b"), ("(?x)a + b", "aab"), ("(?x:a b) c", "ab c"),
        ("(?x) (?#x) a", "a"), ("(?#abc)a", "a"), ("a{1001}", "aaa"), ("[ab]{1,1500}c", "ababc"))),
    Group("groups in patterns", None, groups(
        ("(?<n>a)\\k<n>", "aa"), ("(a)(?<n>b)\\1", "aba"), ("(?<n>a)(b)", "ab"), ("(a)\\1", "aa"), ("(a*)*", "b"), ("(a*)+", "b"), ("(a*)+", "ab"), ("(|a)*", "aa"), ("(|a)+", "aa"), ("(a|b*)*", "ab"), ("(a?)*?b", "aab"), ("((a)|b)*", "ab"), ("((a)|b)+", "ba"), ("(a){2}", "aa"), ("(a|ab)(c|bcd)(d*)", "abcd"),
        ("(a*?)*?b", "aab"), ("()*", "a"), ("(\\b)*a", "a"), ("(a?){3}", "a"), ("(a?){2,3}", "a"), ("(?i)(a)\\1", "aA"), ("\\2(a)(b)", "ab"), ("(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "abcdefghijj"), ("(a)\\10", "a8"), ("(a)\\k<1>", "aa"), ("(?'n'a)", "a"), ("(?<n-1>a)", "a"), ("(?<é>a)", "a"),
        ("(?=(a))\\1", "a"), ("(?<=(a))b", "ab"), ("(?<=(a)(b))\\1\\2", "abab"), ("(?>(a|ab))c", "abc"), ("((a)|(b))+?", "ab"), ("(?:(a)|b)*", "ab"), ("(?!(a))b", "b"))),
    Group("looks around in patterns", None, matches(
        ("(?>a+)a", "aaa"), ("(?>a|ab)c", "abc"), ("(?<=a|bc)d", "ad bcd"), ("(?<=(?:a|bc))d", "ad bcd"), ("(?<!a)b", "ab b"), ("(?<=a{2})b", "aab"), ("(?<=\\b)a", "a ba"), ("(?<=a\\b)b", "ab"), ("(?<=ab|c)x", "abx cx"), ("(?<!ab|c)x", "abx cx x"), ("(?<!(?:a))b", "cb"), ("(?<=(?<!x)a)b", "ab xab"),
        ("(?<=^a)b", "ab ab"), ("(?<=\\Qab\\E)c", "abc"), ("(?<=\\p{L})1", "a1 é1 11"), ("a(?=b)", "ab ac"), ("a(?!b)", "ab ac"), ("(?!X).", "aXbX"), ("\\d+(?=€)", "10€ 20$"), ("(?<=\\$)\\d+(?:\\.\\d\\d)?(?!\\d)", "$1.50 2.25 $3"), ("^(?=.*\\d)(?=.*[a-z]).{3,}$", "ab1"), ("(?<![\\w.])\\w+", "a.b c"))),
    Group("what is no pattern", None, matches(
        ("(", "a"), (")", "a"), ("a)", "a)"), ("[", "a"), ("[a", "a"), ("[]", "a]"), ("[^]", "a"), ("[a-", "a"), ("*a", "*a"), ("a|*", "a"), ("(*a)", "a"), ("+", "a"), ("{3}", "{3}"), ("a{3,2}", "aaa"), ("a{100001}", "a"), ("\\1", "a"), ("(a)\\2", "a"), ("\\8", "8"), ("(?", "a"), ("(?i", "a"), ("(?<>a)", "a"), ("(?<1>a)", "a"),
        ("(?<n>a)(?<n>b)", "ab"), ("\\k<m>", "a"), ("(a)\\k<n>(?<n>b)", "ab"), ("(?P<n>a)", "a"), ("(?=a", "a"), ("(?@a)", "a"), ("(?u)a", "a"), ("(?)a", "a"), ("\\", "a"), ("a\\", "a"), ("[\\", "a"), ("[a-\\w]", "a"), ("[\\d-\\w]", "a"), ("[b-a]", "a"), ("[[:alpha:]", "a"), ("[[:foo:]]", "f"), ("\\p{Foo}", "a"), ("\\p{}", "a"),
        ("\\p{^L}", "a"), ("\\p{IsAlpha}", "a"), ("\\p{L", "a"), ("\\c", "a"), ("(?<=a+)d", "aad"), ("(?<=(a|bc))d", "ad"), ("(?<!(a))b", "ab"), ("(?<=(?:ab|c)d)x", "abdx"), ("(?<=(?=a).)b", "ab"), ("(?<=$)", "a"), ("(?<=(?>a))b", "ab"))),
    Group("functions of patterns that look around", "texts", [
        "regexp_like(a, '(?<=l)l')",
        "regexp_extract(a, '(?<=-)[^-]+')",
        "regexp_extract_all(a, '\\b\\w(?=\\w)')",
        "regexp_split(a, '(?<=,)')",
        "regexp_count(a, '(.)\\1')",
        "regexp_position(a, '(?!^)\\w', 2)",
        "regexp_replace(a, '(?<first>\\w)(?!.*\\w)', '[${first}]')",
        "regexp_replace(a, '(.)\\1', x -> upper(x[1]))", "regexp_extract(a, '(?=(.).)', 1)", "regexp_split(a, '\\b')", "regexp_extract_all(a, b || '(?!x)')"]),
]

GROUPS.append(Group("what is later in patterns", None, [f"regexp_like('ab', '{pattern}')" for pattern in ("\\Gab", "a\\Gb")]))
