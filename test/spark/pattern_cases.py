"""Patterns of java.util.regex over texts, and texts that RE2 alone would see otherwise: cases.py asks what each pattern finds in each text."""

TEXTS = ["", "a", "aa", "ab", "abc", "aab", "aaab", "abab", "ad bcd", "aXbX", "a.b c", "a\n", "a\r\n", "a\nb\n", "a\rb", "\r\na\r\n", "a\u2028", "é a", "e\u0301a", "a\u0301\u0301 b", "_\u0301 ", "Kk\u212aſsS", "ßSSẞ", "ςσΣ", "aA1_-é²", "日本", "١1",
         "10€ $20.50", "(a)[b]{2}", "a#b c", "a-&^]", "\t \u00a0\u2003\u0085", "ǅ\u1c80", None]

PATTERNS = [
    # Places.
    "$", "a$", "\\Z", "\\z", "\\A.", "(?m)^", "(?m)$", "(?m)^a$", "(?d)$", "(?dm)^", "(?dm)$", "(?d)\\Z", "(?m)\\Z", "a$\\n", "(a$|b)", ".*$", "\\b", "\\B", "\\b\\w+", "(?U)\\b", "(?U)\\w", "(?U)\\d", "(?U)\\s", "(?U)\\p{Lower}", "(?U)\\W",
    # Looks, and what does not go back.
    "a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", "(?<=a|bc)d", "(?<=(?:a|bc))d", "(?<=a{1,2})b", "(?<=a+)b", "(?<=a*)b", "(?<=.*)b", "(?<!a+b)", "(?<=x?a{1,3})b", "(?<=(?=a)a)b", "(?<=a(?=b))b", "(?<=\\R)a", "(?<=^a)b", "(?<=(a{1,2}))b", "(?<=(?<!a)a)b", "(?<=\\bab?)c", "(?>a+)a", "(?>a|ab)c", "(?>a*)b",
    "a++", "a*+a", "a?+a", "a{1,2}+b", "[ab]++c", "(?:ab)++", "^(?=.*b)(?!.*c).*$", "\\d+(?=€)", "(?<=\\$)\\d+",
    # References.
    "(a)\\1", "(.)\\1", "(?<n>a)\\k<n>", "(a)(b)\\1\\2", "(?i)(a)\\1", "\\1(a)", "(a)\\11", "(a)\\2", "(?=(a))\\1", "(a|b)\\1*",
    # Repetitions of nothing.
    "(a*)*", "(a*)+", "(|a)*", "(|a)+", "(a|b*)*", "(a?)*?b", "(a?){3}", "(a?){2,3}", "(?:a?)*?b", "(?:^)*a", "\\b+a", "(?=a)*b", "a{2}{3}", "a?{2}", "{2}", "a|{2}", "x*", "a{1001}", "[ab]{1,1500}c",
    # Classes.
    "[a-c&&[^b]]", "[a&&b]", "[a[bc]]", "[^a[bc]]", "[^a-c&&[b]]", "[a-z&&b-d&&c-e]", "[a-z&&[bc]d]", "[a-z&&d[bc]]", "[a-z&&[bcd]&&[cd]]", "[a&&&b]", "[&&a]", "[a&&]", "[a-c&&^b]", "[a[^b]]", "[^[a-c]&&[b-d]]", "[\\w&&[^\\d]]", "[^\\D]", "[\\h\\v]", "[\\H]", "[a-c-e]", "[--a]", "[\\d-z]", "[]a]", "[^]a]", "[\\]a^-]",
    "\\p{Lu}", "\\P{Lu}", "\\p{L}", "\\pN", "\\p{LC}", "\\p{LD}", "\\p{L1}", "\\p{all}", "\\p{IsAlphabetic}", "\\p{IsL}", "\\p{InGreek}", "\\p{InLatin-1 Supplement}", "\\p{script=Latin}", "\\p{sc=Grek}", "\\p{IsHan}", "\\p{blk=Greek}", "\\p{gc=Lu}", "\\p{general_category=L}", "\\p{IsWhite_Space}", "\\p{IsPunctuation}", "\\p{IsHexDigit}",
    "\\p{IsTitlecase}", "\\p{IsWord}", "\\p{IsDigit}", "\\p{javaLowerCase}", "\\p{javaMirrored}", "\\p{javaWhitespace}", "\\p{javaJavaIdentifierStart}", "\\p{Punct}", "\\p{Graph}", "\\p{IsLower}",
    # Case.
    "(?i)k", "(?iu)k", "(?i)é", "(?iu)É", "(?iu)[k-l]", "(?iu)[\u212a]", "(?iu)\u212a", "(?iu)ß", "(?iu)s", "(?iu)σ", "(?i)\\p{Lu}", "(?i)\\p{javaLowerCase}", "(?i)\\p{IsLowercase}", "(?i)[^a]", "(?iu)[^s]", "a(?i)b|c", "(?i:a)b", "((?i)a)b", "(?i-)A", "(?)a", "(?-i)A", "(?iU)k",
    # Characters, and what is no part of the pattern.
    "\\N{LATIN SMALL LETTER A}", "\\x{e9}", "\\u00e9", "\\0101", "\\0351", "\\uD83D\\uDE00", "[\\uD83D\\uDE00]", "\\R", "\\X", "\\Q(a)\\E", "\\Qa\\E+", "\\Q[b", "\\cI", "(?x) a b # c", "(?x)a\\ b", "(?x)[a b]", "(?x)a + b", "(?x)( ?:a)b", "(?x)a {2}", "(?x)[a-c && b]", "(?x)\\Q#\\E", "\\t", "\\e|\\a|\\f",
]

# With their groups.
GROUPED = ["(a)|b", "((a)|b)+", "(a*)+", "(?<=(a))b", "(?=(a))", "(?!(a))b", "(a|ab)(c|bcd)?", "(?:(a)|b)*", "(a++)(b)", "(?>(a|ab))"]

# No patterns, and what Spark's door is told of them.
WRONG = ["(", ")", "[", "[a", "*a", "a**", "a|*", "a{", "a{,3}", "a{3,2}", "{", "[b-a]", "[a-\\\\d]", "[&&]", "\\\\k<m>", "(?<n>a)(?<n>b)", "(?<1>a)", "(?@a)", "(?P<n>a)", "\\\\p{Foo}", "\\\\p{IsEmoji}", "\\\\x", "\\\\u12", "\\\\08", "\\\\y", "[\\\\b]", "(?<=(?:ab)+)c", "(?<=x(a|bc)*)d", "(?=a", "\\\\c", "\\\\N{NO SUCH LETTER}"]
