using System.Text;

namespace SigProp.Benchmarks;

/// <summary>Keeps what is printed, and prints it.</summary>
internal sealed class Printed(TextWriter screen) : TextWriter
{
    private readonly StringBuilder _kept = new();

    public override Encoding Encoding => screen.Encoding;

    public override void Write(char value)
    {
        screen.Write(value);
        _kept.Append(value);
    }

    public override void Write(string? value)
    {
        screen.Write(value);
        _kept.Append(value);
    }

    public override void Flush() => screen.Flush();

    public override string ToString() => _kept.ToString();
}
