using System.Collections.Frozen;

namespace CompareIntel.Core.Markdown;

/// <summary>The names that models give to languages, and the TextMate grammar of each.</summary>
internal static class CodeLanguages
{
    private static readonly FrozenDictionary<string, string> s_scopes = Scopes().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The grammar's scope name, or null when there is none for the language.</summary>
    public static string? ScopeOf(string language) => s_scopes.GetValueOrDefault(language);

    /// <summary>
    /// Whether a grammar may bring in another. Some bring in every language there is, for a few lines in the middle of a shell script, and would take
    /// 30 MB and a second; of those only what is the same language or stands in nearly every text of it is loaded.
    /// </summary>
    public static bool CanHold(string scope, string other) => scope switch
    {
        "text.html.derivative" or "text.html.handlebars" or "text.pug" or "source.php" => other is "text.html.basic" or "source.css" or "source.js",
        "text.html.cshtml" => other is "text.html.basic" or "source.css" or "source.js" or "source.cs",
        "source.cpp" => other is "source.cpp.embedded.macro",
        "source.cuda-cpp" => other is "source.cpp" or "source.cpp.embedded.macro",
        "source.css.less" => other is "source.css",
        "source.css.scss" => other is "source.css" or "source.sassdoc",
        "text.tex.latex" => other is "text.tex",
        "text.xml.xsl" => other is "text.xml",
        "source.typst" => other is "source.typst-code",
        _ => false,
    };

    private static Dictionary<string, string> Scopes()
    {
        var scopes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (scope, names) in ((string Scope, string Names)[])
            [
                ("source.batchfile", "bat batch cmd dos"),
                ("source.clojure", "clojure clj cljs edn"),
                ("source.coffee", "coffeescript coffee"),
                ("source.c", "c h"),
                ("source.cpp", "cpp c++ cxx cc hpp h++ arduino ino"),
                ("source.cuda-cpp", "cuda cu"),
                ("source.cs", "csharp c# cs csx dotnet"),
                ("source.css", "css"),
                ("source.css.less", "less"),
                ("source.css.scss", "scss sass"),
                ("source.dart", "dart"),
                ("source.diff", "diff patch"),
                ("source.dockerfile", "dockerfile docker containerfile"),
                ("source.fsharp", "fsharp f# fs fsx"),
                ("source.go", "go golang"),
                ("source.groovy", "groovy gradle jenkinsfile"),
                ("text.html.handlebars", "handlebars hbs mustache"),
                ("source.hlsl", "hlsl glsl wgsl"),
                ("text.html.derivative", "html htm xhtml vue svelte jinja jinja2 ejs"),
                ("source.ini", "ini cfg conf properties toml dotenv env editorconfig gitconfig systemd"),
                ("source.java", "java"),
                ("source.js", "javascript js mjs cjs node es6"),
                ("source.js.jsx", "jsx javascriptreact"),
                ("source.json", "json geojson ipynb webmanifest jsonl ndjson"),
                ("source.json.comments", "jsonc json5"),
                ("source.julia", "julia jl"),
                ("text.tex.latex", "latex tex"),
                ("text.bibtex", "bibtex bib"),
                ("source.lua", "lua luau"),
                ("source.makefile", "makefile make mk gnumake"),
                ("text.html.markdown", "markdown md mdx"),
                ("source.objc", "objective-c objectivec objc"),
                ("source.objcpp", "objective-c++ objc++"),
                ("source.pascal", "pascal delphi"),
                ("source.perl", "perl pl"),
                ("source.php", "php"),
                ("source.powershell", "powershell ps1 ps pwsh psm1"),
                ("text.pug", "pug jade"),
                ("source.python", "python py python3 py3 pyi pycon ipython"),
                ("source.r", "r rscript"),
                ("text.html.cshtml", "razor cshtml blazor"),
                ("source.ruby", "ruby rb rake gemfile"),
                ("source.rust", "rust rs"),
                ("source.shell", "sh bash shell zsh ksh shellscript console shell-session terminal"),
                ("source.sql", "sql mysql postgresql postgres psql sqlite tsql t-sql plsql"),
                ("source.swift", "swift"),
                ("source.ts", "typescript ts mts cts"),
                ("source.tsx", "tsx typescriptreact"),
                ("source.typst", "typst typ"),
                ("source.asp.vb.net", "vb vbnet vb.net visualbasic vbs"),
                ("source.x86asm", "asm assembly x86asm nasm"),
                ("text.xml", "xml svg xaml csproj plist rss wsdl"),
                ("text.xml.xsl", "xsl xslt"),
                ("source.yaml", "yaml yml docker-compose compose"),
            ])
        {
            foreach (var name in names.Split(' '))
            {
                scopes.Add(name, scope);
            }
        }

        return scopes;
    }
}
