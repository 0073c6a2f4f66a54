using System.Runtime.CompilerServices;
using System.Text;

namespace SigProp.Comparison.Charts;

/// <summary>Writes HTML and SVG. What stands in braces is data and is escaped; only <see cref="AddRaw"/> takes it as it is.</summary>
internal sealed class MarkupWriter
{
    public StringBuilder Text { get; } = new();

    public bool IsEmpty => Text.Length == 0;

    /// <summary>Adds a line.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] ref MarkupHandler markup) => Text.Append('\n');

    /// <summary>Adds markup that is made already.</summary>
    public void AddRaw(string markup) => Text.Append(markup);

    public override string ToString() => Text.ToString();
}
