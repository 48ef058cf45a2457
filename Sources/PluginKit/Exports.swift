// Whoever writes a plugin imports PluginKit and has the model, the results and the shapes.
@_exported import Findings
@_exported import Negotiation
@_exported import OrderedCollections
@_exported import PluginProtocol
@_exported import Shapes
