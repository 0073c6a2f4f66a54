using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace SigProp.Comparison.Charts;

/// <summary>Puts text and numbers into markup: text escaped, numbers with up to two decimals, whatever the culture.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupHandler
{
    private readonly StringBuilder _text;

    [SuppressMessage("Style", "IDE0060", Justification = "Asked for by the compiler.")]
    public MarkupHandler(int literalLength, int formattedCount, MarkupWriter writer) => _text = writer.Text;

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number) => _text.Append(CultureInfo.InvariantCulture, $"{number:0.##}");

    public void AppendFormatted(string? text)
    {
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' => _text.Append("&quot;"),
                '\'' => _text.Append("&#39;"),

                // XML has no place for other control characters, escaped or not.
                < ' ' and not ('\t' or '\n' or '\r') or 0x7F or 0xFFFE or 0xFFFF => _text.Append('\uFFFD'),
                _ => _text.Append(rune.ToString()),
            };
        }
    }
}
