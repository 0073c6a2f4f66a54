namespace SigProp.Heads;

/// <summary>A ball around some of the targets.</summary>
/// <param name="First">Its first target, in the order of the leaves.</param>
/// <param name="Count">How many targets it holds.</param>
/// <param name="Right">Its right part; the left one is the next node; 0 for a leaf.</param>
/// <param name="Radius">The distance from its center to the target farthest from it.</param>
internal readonly record struct TargetTreeNode(int First, int Count, int Right, double Radius);
