using SigProp.Numerics;

namespace SigProp.TorchSharp.Tests.Precision;

/// <summary>Writes down, and afterwards fills.</summary>
internal sealed class Memorizer : StateWalk
{
    private readonly List<byte> _bytes = [];
    private bool _fills;
    private int _at;

    public override bool Fills => _fills;

    public IReadOnlyList<byte> Bytes => _bytes;

    public void Rewind() => (_fills, _at) = (true, 0);

    protected override void Visit(Span<byte> bytes)
    {
        if (_fills)
        {
            _bytes.ToArray().AsSpan(_at, bytes.Length).CopyTo(bytes);
            _at += bytes.Length;
        }
        else
        {
            _bytes.AddRange(bytes);
        }
    }
}
