using System.Buffers.Binary;
using System.Text;

namespace SigProp.MLNet.Tests.Onnx;

/// <summary>Reads a message of protocol buffers, field by field (protobuf.dev, "Encoding").</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _wire;

    /// <summary>The field that is read next.</summary>
    public int Field { get; private set; }

    /// <summary>Goes on to the next field; its value is to be read, or skipped.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = Varint();
        (Field, _wire) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    public long Integer() => (long)Varint();

    public float Single() => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(Take(4)));

    public ReadOnlySpan<byte> Bytes() => Take(checked((int)Varint()));

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>A repeated field of integers: packed, or one of them.</summary>
    public void Integers(List<long> into)
    {
        if (_wire != 2)
        {
            into.Add(Integer());
            return;
        }

        var packed = new ProtoReader(Bytes());
        while (!packed._rest.IsEmpty)
        {
            into.Add(packed.Integer());
        }
    }

    /// <summary>A repeated field of numbers of 32 bits: packed, or one of them.</summary>
    public void Singles(List<float> into)
    {
        if (_wire != 2)
        {
            into.Add(Single());
            return;
        }

        var packed = new ProtoReader(Bytes());
        while (!packed._rest.IsEmpty)
        {
            into.Add(packed.Single());
        }
    }

    public void Skip()
    {
        switch (_wire)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"Field {Field} has the unknown wire type {_wire}.");
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
