namespace SigProp.Numerics;

/// <summary>The numbers of rows, and of vectors in a row, that tiles may have.</summary>
internal static class TileSize
{
    public readonly struct Size1 : ITileSize
    {
        public static int Value => 1;
    }

    public readonly struct Size2 : ITileSize
    {
        public static int Value => 2;
    }

    public readonly struct Size3 : ITileSize
    {
        public static int Value => 3;
    }

    public readonly struct Size4 : ITileSize
    {
        public static int Value => 4;
    }

    public readonly struct Size5 : ITileSize
    {
        public static int Value => 5;
    }

    public readonly struct Size6 : ITileSize
    {
        public static int Value => 6;
    }

    public readonly struct Size7 : ITileSize
    {
        public static int Value => 7;
    }

    public readonly struct Size8 : ITileSize
    {
        public static int Value => 8;
    }

    public readonly struct Size9 : ITileSize
    {
        public static int Value => 9;
    }

    public readonly struct Size10 : ITileSize
    {
        public static int Value => 10;
    }

    public readonly struct Size11 : ITileSize
    {
        public static int Value => 11;
    }

    public readonly struct Size12 : ITileSize
    {
        public static int Value => 12;
    }
}
