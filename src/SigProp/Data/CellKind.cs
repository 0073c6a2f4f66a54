namespace SigProp.Data;

/// <summary>What a cell of a table holds.</summary>
internal enum CellKind
{
    /// <summary>Nothing, or a mark that stands for nothing.</summary>
    Missing,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>NaN, infinity, or a number too large for 32 bits.</summary>
    NotFinite,

    /// <summary>Anything else.</summary>
    Text,
}
