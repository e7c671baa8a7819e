//! Documents made to be slow, deep or large: each grows with a size.

type Make = fn(usize) -> Vec<u8>;

/// Named documents; a size of 100,000 is the one that is held to the limits.
pub(super) const DOCUMENTS: &[(&str, Make)] = &[
    ("nested div", |size| nested("<div>", "</div>", size)),
    ("nested b", |size| nested("<b>", "</b>", size)),
    ("nested a and div", |size| nested("<a href=x><div>", "</div></a>", size)),
    ("unclosed font", |size| "<font color=red><p>x".repeat(size).into_bytes()),
    ("unclosed table", |size| "<table><tr><td>".repeat(size).into_bytes()),
    ("unclosed select", |size| "<select><option>".repeat(size).into_bytes()),
    ("unclosed template", |size| "<template>".repeat(size).into_bytes()),
    ("nested svg", |size| "<svg><foreignObject>".repeat(size).into_bytes()),
    ("end tags alone", |size| "</p></br></div>".repeat(size).into_bytes()),
    ("list items", |size| "<li><ul>".repeat(size).into_bytes()),
    ("nested block quotes", |size| {
        format!("{}x", ">".repeat(size)).into_bytes()
    }),
    ("nested block quotes with html", |size| {
        format!("{}<div>\n", "> ".repeat(size)).into_bytes()
    }),
    ("nested lists on a line", |size| {
        format!("{}x", "- ".repeat(size)).into_bytes()
    }),
    ("nested lists", |size| {
        (0..size.min(3_000))
            .map(|depth| format!("{}- x\n", "  ".repeat(depth % 300)))
            .collect::<String>()
            .into()
    }),
    ("open brackets", |size| "[".repeat(size).into_bytes()),
    ("open links", |size| "[a](<b".repeat(size).into_bytes()),
    ("nested links", |size| {
        format!("{}a{}", "[".repeat(size), "](b)".repeat(size)).into_bytes()
    }),
    ("images in images", |size| {
        format!("{}a{}", "![".repeat(size), "](b)".repeat(size)).into_bytes()
    }),
    ("asterisks", |size| "*a **b ".repeat(size).into_bytes()),
    ("underscores", |size| "_a __b_ ".repeat(size).into_bytes()),
    ("tildes", |size| "~~a ~b~".repeat(size).into_bytes()),
    ("backticks of all lengths", |size| {
        (1..size.min(2_000))
            .map(|length| format!("a{}", "`".repeat(length)))
            .collect::<String>()
            .into()
    }),
    ("backslashes", |size| "\\".repeat(size * 10).into_bytes()),
    ("dollars", |size| "$$a$ ".repeat(size).into_bytes()),
    ("attribute lists", |size| {
        "a{: .b #c}\n{: .d}\n".repeat(size).into_bytes()
    }),
    ("headings", |size| "# a {#b}\n\nc\n===\n\n".repeat(size).into_bytes()),
    ("reference definitions", |size| {
        (0..size)
            .map(|number| format!("[a{number}]: b{number}\n"))
            .collect::<String>()
            .into()
    }),
    ("one definition, many uses", |size| {
        format!("[a]: {}\n\n{}", "b".repeat(size), "[a] ".repeat(size)).into_bytes()
    }),
    ("footnotes", |size| {
        (0..size.min(20_000))
            .map(|number| format!("[^{number}]: a [^{number}]\n\n"))
            .collect::<String>()
            .into()
    }),
    ("a table of many cells", |size| {
        format!(
            "{0}\n{1}\n{0}\n",
            "|a".repeat(size.min(20_000)),
            "|-".repeat(size.min(20_000))
        )
        .into_bytes()
    }),
    ("a table of many rows", |size| {
        format!("a|b\n-|-\n{}", "c|d\n".repeat(size)).into_bytes()
    }),
    ("a table of many columns and rows", |size| {
        format!(
            "{}\n{}\n{}",
            "a|".repeat(size / 50),
            "-|".repeat(size / 50),
            "|\n".repeat(size)
        )
        .into_bytes()
    }),
    ("definition lists", |size| "a\n: b\n\n".repeat(size).into_bytes()),
    ("abbreviations", |size| {
        (0..size.min(5_000))
            .map(|number| format!("*[a{number}]: b\na{number} "))
            .collect::<String>()
            .into()
    }),
    ("fences unclosed", |size| "```\n~~~\n".repeat(size).into_bytes()),
    ("html blocks unclosed", |size| "<div>\n\n".repeat(size).into_bytes()),
    ("markdown in html", |size| {
        "<div markdown=\"1\">\n\n".repeat(size).into_bytes()
    }),
    ("html spans unclosed", |size| "a <span>".repeat(size).into_bytes()),
    ("comments unclosed", |size| "<!-- ".repeat(size).into_bytes()),
    ("declarations unclosed", |size| {
        "<?<![CDATA[<!A".repeat(size).into_bytes()
    }),
    ("less-than", |size| "<".repeat(size * 100).into_bytes()),
    ("less-than with letters", |size| "<a ".repeat(size * 10).into_bytes()),
    ("ampersands", |size| "&".repeat(size * 100).into_bytes()),
    ("entities", |size| {
        "&amp;&CounterClockwiseContourIntegral;&#x1F600;"
            .repeat(size)
            .into_bytes()
    }),
    ("autolinks", |size| {
        "<http://a.b/> http://c.d/ ".repeat(size).into_bytes()
    }),
    ("liquid unclosed", |size| "{% {{ ".repeat(size).into_bytes()),
    ("liquid", |size| {
        "{% include a.html %} {{ b }} [c]({{ d }}) "
            .repeat(size / 4)
            .into_bytes()
    }),
    ("liquid raw unclosed", |size| {
        "{% raw %}{% highlight %}".repeat(size).into_bytes()
    }),
    ("shortcodes", |size| "{{< a >}}{{% b %}}".repeat(size).into_bytes()),
    ("expressions", |size| "{a{b{".repeat(size).into_bytes()),
    ("jsx", |size| "<A b={<C/>}>{`${".repeat(size).into_bytes()),
    ("imports", |size| "import a from 'b'\n\n".repeat(size).into_bytes()),
    ("attributes", |size| {
        format!(
            "<div {}>a</div>",
            (0..size).map(|number| format!("a{number}=b ")).collect::<String>()
        )
        .into_bytes()
    }),
    ("equal attributes", |size| {
        format!("<div {}>a</div>", "class=a ".repeat(size)).into_bytes()
    }),
    ("a long attribute", |size| {
        format!("<div id=\"{}\">a</div>", "ad-".repeat(size * 10)).into_bytes()
    }),
    ("classes", |size| {
        format!(
            "<div class=\"{}\"></div>",
            (0..size).map(|number| format!("ad{number} ")).collect::<String>()
        )
        .into_bytes()
    }),
    ("many ad slots", |size| {
        "<div id=\"dfp-ad-1\"></div>\n".repeat(size / 2).into_bytes()
    }),
    ("many ad slots in one line", |size| {
        "<p>中</p><div id=\"dfp-ad-1\"> </div>".repeat(size / 2).into_bytes()
    }),
    ("many ad slots after text", |size| {
        "中文\n<div class=\"adslot\"></div>\n---\n"
            .repeat(size / 2)
            .into_bytes()
    }),
    ("empty elements", |size| "<p></p>\n\n".repeat(size / 2).into_bytes()),
    ("nested empty elements", |size| {
        nested("<div class=a>", "</div>", size.min(500))
    }),
    ("many slips", |size| {
        "韩中外账会晤，己经开始。".repeat(size).into_bytes()
    }),
    ("invisible characters", |size| {
        "中\u{200B}文\u{FEFF}".repeat(size).into_bytes()
    }),
    ("bidirectional controls", |size| {
        "a\u{202E}b\u{2066}".repeat(size).into_bytes()
    }),
    ("a line of ten megabytes", |size| {
        "王毅说，今年是中韩建交周年。".repeat(size * 5 / 2).into_bytes()
    }),
    ("a line of ten megabytes with tags", |size| {
        format!(
            "<div>\n{}\n</div>\n",
            "<p>王毅说，今年是<b>中韩</b>建交周年。</p>".repeat(size * 2)
        )
        .into_bytes()
    }),
    ("white space", |size| " \t".repeat(size * 20).into_bytes()),
    ("line ends", |size| "\r\n\r".repeat(size * 10).into_bytes()),
    ("zero bytes", |size| vec![0; size * 10]),
    ("not utf-8", |size| [0xFF, 0xCE, b'a'].repeat(size * 10)),
    ("gb18030", |size| [0xD6, 0xD0, 0xCE, 0xC4].repeat(size * 10)),
    ("alias bomb", |_| front_matter(&alias_bomb())),
    ("self alias", |_| front_matter("a: &a [*a, *a]\n")),
    ("flow sequences", |size| {
        front_matter(&format!("a: {}", "[".repeat(size)))
    }),
    ("flow mappings", |size| {
        front_matter(&format!("a: {}", "{a: ".repeat(size)))
    }),
    ("block sequences", |size| {
        front_matter(&format!("a:\n  {}x", "- ".repeat(size)))
    }),
    ("indented mappings", |size| {
        front_matter(
            &(0..size.min(3_000))
                .map(|depth| format!("{}a:\n", " ".repeat(depth)))
                .collect::<String>(),
        )
    }),
    ("many keys", |size| {
        front_matter(&(0..size).map(|number| format!("a{number}: b\n")).collect::<String>())
    }),
    ("one key many times", |size| front_matter(&"title: b\n".repeat(size))),
    ("many tags", |size| {
        front_matter(&format!("tags: [{}]\n", "a, ".repeat(size)))
    }),
    ("wrong values", |size| {
        front_matter(&format!("tags: [{}]\n", "{a: b}, ".repeat(size)))
    }),
    ("a long scalar", |size| {
        front_matter(&format!("title: \"{}\"\n", "中文\\n".repeat(size * 10)))
    }),
    ("unclosed quote", |size| {
        front_matter(&format!("title: \"{}", "a: 'b\n".repeat(size)))
    }),
    ("anchors", |size| {
        front_matter(
            &(0..size)
                .map(|number| format!("a{number}: &a{number} b\n"))
                .collect::<String>(),
        )
    }),
    ("unclosed front matter", |size| {
        format!("---\n{}", "a: b\n".repeat(size)).into_bytes()
    }),
    ("front matter fences", |size| "---\n".repeat(size).into_bytes()),
    ("json front matter", |size| {
        format!("{{{}", "\"a\":{".repeat(size)).into_bytes()
    }),
    ("slips of keys", |size| {
        let keys: String = (0..size).map(|number| format!("titel{}: a\n", number % 10)).collect();
        format!("---\n{keys}---\nx\n").into_bytes()
    }),
    ("slips of one key", |size| {
        let letters = ["b", "c", "d", "e", "f"];
        let key = |number: usize| {
            format!(
                "d{}scriptio{}{number}: a\n",
                letters[number % 5],
                letters[number / 5 % 5]
            )
        };
        format!("---\n{}---\nx\n", (0..size).map(key).collect::<String>()).into_bytes()
    }),
    ("keys that look like others", |size| {
        let hidden = |number: usize| "\u{200B}".repeat(1 + number % 50) + &"\u{2060}".repeat(number / 50 % 50);
        let key = |number: usize| format!("{}t\u{456}tle: a\n", hidden(number));
        format!("---\n{}---\nx\n", (0..size.min(40_000)).map(key).collect::<String>()).into_bytes()
    }),
];

fn nested(open: &str, close: &str, depth: usize) -> Vec<u8> {
    format!("{}x{}", open.repeat(depth), close.repeat(depth)).into_bytes()
}

fn front_matter(yaml: &str) -> Vec<u8> {
    format!("---\n{yaml}\n---\ntext\n").into_bytes()
}

/// Nine anchors, each nine times the one before: 9^9 values if expanded.
fn alias_bomb() -> String {
    let mut yaml = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..=9 {
        let before = format!("*a{}", level - 1);
        yaml.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(",")));
    }
    yaml
}
