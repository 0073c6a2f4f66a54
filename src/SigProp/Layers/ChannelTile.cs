namespace SigProp.Layers;

/// <summary>A part of a batch of maps: some channels of some rows.</summary>
internal readonly record struct ChannelTile(int FirstRow, int Rows, int FirstChannel, int Channels);
