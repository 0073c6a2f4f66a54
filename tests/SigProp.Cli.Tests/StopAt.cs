using System.Text;

namespace SigProp.Cli.Tests;

/// <summary>A stream that asks to stop once a text has been written to it.</summary>
internal sealed class StopAt(CancellationTokenSource stop, string text) : StringWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(text, StringComparison.Ordinal) == true)
        {
            stop.Cancel();
        }
    }
}
